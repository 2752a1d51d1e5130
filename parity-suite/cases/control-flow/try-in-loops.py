# about: continue and break inside try, with finally.
log = []
for i in range(6):
    try:
        if i == 1:
            continue
        if i == 4:
            break
        if i == 2:
            raise ValueError(i)
        log.append(("body", i))
    except ValueError as e:
        log.append(("except", e.args))
        continue
    else:
        log.append(("else", i))
    finally:
        log.append(("finally", i))
else:
    log.append("no break")
print(*log, sep="\n")
