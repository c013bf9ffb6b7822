# coding: utf-7
# how jobs are put in line+AAo-way +AD0- sorted
