from web import page as sign
