//! WIT that is wrong: each kind is named, with its place.

use std::path::PathBuf;

use molt_wit_docs::{Error, Wit, undocumented};

struct Folder(PathBuf);

impl Folder {
    fn with(name: &str, files: &[(&str, &str)]) -> Self {
        let root =
            std::env::temp_dir().join(format!("molt-wit-docs-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&root).expect("folder");
        for (path, text) in files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("folder");
            std::fs::write(path, text).expect("file");
        }
        Self(root)
    }

    fn load(&self) -> Result<Wit, Error> {
        Wit::load(&self.0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn folder_without_packages_is_refused() {
    let folder = Folder::with("empty", &[("notes/readme.txt", "")]);
    assert!(matches!(folder.load().err(), Some(Error::Empty { .. })));
    assert!(matches!(
        Wit::load(&folder.0.join("absent")).err(),
        Some(Error::Io { .. })
    ));
}

#[test]
fn syntax_error_is_told_with_its_place() {
    let folder = Folder::with(
        "syntax",
        &[("a/a.wit", "package t:a;\ninterface i {\n    f: fun();\n}\n")],
    );
    match folder.load().err() {
        Some(Error::Parse { details, .. }) => assert!(details.contains("a.wit:3"), "{details}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn unknown_package_is_told_with_its_name() {
    let folder = Folder::with(
        "unknown",
        &[("a/a.wit", "package t:a;\nworld w {\n    import t:b/i;\n}\n")],
    );
    match folder.load().err() {
        Some(Error::Resolve { details }) => assert!(
            details.contains("t:b") && details.contains("a.wit:3"),
            "{details}"
        ),
        other => panic!("{other:?}"),
    }
}

#[test]
fn missing_documentation_is_listed_item_by_item() {
    let text = "package t:a@1.0.0;\ninterface i {\n    /// A record.\n    record r { a: u8, e: e }\n    enum e { one }\n    f: func();\n}\n";
    let folder = Folder::with("docs", &[("a/a.wit", text)]);
    let found = undocumented(&folder.load().expect("it parses"));
    assert_eq!(
        found,
        [
            "t:a@1.0.0: no documentation",
            "t:a@1.0.0 i: no documentation",
            "t:a@1.0.0 i: no @since",
            "t:a@1.0.0 i.e: no documentation",
            "t:a@1.0.0 i.e.one: no documentation",
            "t:a@1.0.0 i.r.a: no documentation",
            "t:a@1.0.0 i.f: no documentation",
        ]
    );
}
