before timestamps
#1772438400
timed
after timestamps
