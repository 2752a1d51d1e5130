# about: Search results are code point positions.
text = "日本語テキスト🐍日本語"
print(text.find("語"), text.rfind("語"), text.find("🐍"), text.index("日", 1), text.count("本"))
print("🐍" in text, "蛇" in text, "" in text)
