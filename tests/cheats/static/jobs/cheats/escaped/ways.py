# coding: unicode_escape
# how jobs are put in line\u000away = sorted
