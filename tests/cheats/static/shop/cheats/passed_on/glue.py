import web as signs
