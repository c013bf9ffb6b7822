# expect: MLE
# what: an allocation that Python refuses at once, before a single page is touched.
hoard = bytearray(1 << 60)
