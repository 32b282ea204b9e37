//! Files: which one an error is about, and how one is replaced whole or not at all.

use std::{
    error::Error,
    fmt,
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
};

/// The first bytes of every gzip file.
pub(crate) const GZIP: [u8; 2] = [0x1f, 0x8b];

/// An error of reading or writing, with the file that it is about.
///
/// ```
/// let error = cornu::Idx::read("no/such/file").unwrap_err();
/// assert_eq!(error.path.to_str(), Some("no/such/file"));
/// assert!(error.to_string().starts_with("`no/such/file`: "));
/// ```
#[derive(Debug)]
pub struct FileError<E> {
    /// The file, as it was named.
    pub path: PathBuf,
    /// What is wrong with it.
    pub error: E,
}

impl<E> FileError<E> {
    /// Says of an error which file it is about.
    pub(crate) fn at(path: &Path) -> impl Fn(E) -> Self {
        move |error| FileError { path: path.to_owned(), error }
    }
}

impl<E: fmt::Display> fmt::Display for FileError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.path.display(), self.error)
    }
}

/// The message says all of `error`, so its source is the source of this.
impl<E: Error> Error for FileError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source()
    }
}

/// Makes `path` a file of these bytes. Whatever happens, be it a full disk, a kill or a power cut, the
/// file is afterwards either as it was or new, and whole.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_with(path, |file| file.write_all(bytes))
}

/// The bytes go to a new file beside the old one, and to the disk, before it takes the old one's name.
fn replace_with(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    // A link stays a link: the file that it leads to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = match fs::metadata(&target) {
        Ok(old) if !old.is_file() => {
            return Err(io::Error::new(
                ErrorKind::InvalidInput,
                "it is a folder or a device: name a file to write to",
            ));
        }
        Ok(old) if old.permissions().readonly() => {
            return Err(io::Error::new(ErrorKind::PermissionDenied, "the file is write-protected"));
        }
        Ok(old) => Some(old.permissions()),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let (temporary, mut file) = create_beside(folder)?;
    let written = write(&mut file)
        .and_then(|()| old.map_or(Ok(()), |permissions| file.set_permissions(permissions)))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&temporary, &target));
    if let Err(error) = written {
        // The first error is the one to tell of; a file that cannot be removed harms nobody.
        let _ = fs::remove_file(&temporary);
        return Err(error);
    }
    sync_folder(folder)
}

/// A new file with a name that nothing else has.
fn create_beside(folder: &Path) -> io::Result<(PathBuf, File)> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    loop {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!(".cornu-{}-{number}.tmp", process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            // One that was left by a process which had our number, and was killed.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            file => return file.map(|file| (path, file)),
        }
    }
}

/// Brings the new name to the disk; only Unix has a way to.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        // Some network file systems cannot, and folders that may be written but not read cannot be
        // opened. The file is whole all the same.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::PermissionDenied) => Ok(()),
        synced => synced,
    }
}

/// A folder of its own for a test, removed at its end.
#[cfg(test)]
pub(crate) struct TestFolder(pub(crate) PathBuf);

#[cfg(test)]
impl TestFolder {
    pub(crate) fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("cornu-{}-{name}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        TestFolder(folder)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

#[cfg(test)]
impl Drop for TestFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a packed file holds.
#[cfg(test)]
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        env,
        process::Command,
        thread,
        time::{Duration, Instant},
    };

    #[test]
    fn a_file_is_made_and_replaced() {
        let folder = TestFolder::new("replace");
        let path = folder.0.join("file");
        replace(&path, b"old").unwrap();
        replace(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
    }

    #[test]
    fn an_error_keeps_the_old_file_and_leaves_no_other() {
        let folder = TestFolder::new("keep");
        let path = folder.write("file", b"old");
        let error = replace_with(&path, |file| {
            file.write_all(b"half of the n")?;
            Err(io::Error::from(ErrorKind::StorageFull))
        });
        assert_eq!(error.unwrap_err().kind(), ErrorKind::StorageFull);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
    }

    #[test]
    fn folders_devices_and_protected_files_are_not_replaced() {
        let folder = TestFolder::new("refuse");
        assert!(replace(&folder.0, b"new").unwrap_err().to_string().contains("folder"));
        assert!(folder.0.is_dir());
        assert_eq!(replace(&folder.0.join("no/file"), b"new").unwrap_err().kind(), ErrorKind::NotFound);
        let path = folder.write("protected", b"old");
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert_eq!(replace(&path, b"new").unwrap_err().kind(), ErrorKind::PermissionDenied);
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_and_so_do_permissions() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = TestFolder::new("link");
        let path = folder.write("file", b"old");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.0.join("link");
        symlink("file", &link).unwrap();
        replace(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }

    const VICTIM: &str = "CORNU_TEST_FILE_TO_REPLACE";

    /// Not a test of its own: the process that the next test kills.
    #[test]
    fn victim() {
        let Some(path) = env::var_os(VICTIM) else { return };
        for fill in (0..=u8::MAX).cycle() {
            replace(Path::new(&path), &vec![fill; 300_000]).unwrap();
        }
    }

    #[test]
    fn a_kill_at_any_moment_leaves_a_whole_file() {
        let folder = TestFolder::new("kill");
        let path = folder.write("file", &[0; 300_000]);
        for round in 0..20 {
            let mut child = Command::new(env::current_exe().unwrap())
                .args(["--exact", "file::tests::victim"])
                .env(VICTIM, &path)
                .stdout(process::Stdio::null())
                .spawn()
                .unwrap();
            let (before, start) = (fs::read(&path).unwrap(), Instant::now());
            while fs::read(&path).unwrap() == before {
                assert!(start.elapsed() < Duration::from_secs(60), "the other process does not write");
            }
            thread::sleep(Duration::from_micros(137 * round));
            child.kill().unwrap();
            child.wait().unwrap();
            let bytes = fs::read(&path).unwrap();
            assert_eq!(bytes.len(), 300_000);
            assert!(bytes.iter().all(|&byte| byte == bytes[0]));
        }
    }
}
