//! Python's text and bytes algorithms: Unicode 15, searching, splitting, case, codecs, quoting.
