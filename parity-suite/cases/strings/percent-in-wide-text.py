# about: Formatting keeps code points of all planes and counts them for padding.
print("%s|%5s|%-5s|%.1s" % ("🐍", "日本", "é", "漢字"), f"{'日本':>5}|{'🐍':^5}|", "{:*<4}".format("é"))
