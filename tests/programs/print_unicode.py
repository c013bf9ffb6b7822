# expect: AC
# stdout: Zażółć gęślą jaźń · 日本語 · 👩‍🚀 · ñ
# what: text outside ASCII comes through whatever the host's locale is.
print("Zażółć gęślą jaźń · 日本語 · 👩‍🚀 · ñ")
