//! Tests of fetching, against a server in this process.

use super::*;

fn web(hosts: &[&str]) -> Web {
    Web::of(&hosts.iter().map(|host| (*host).to_owned()).collect())
}

#[test]
fn only_allowed_hosts_are_asked() {
    let web = web(&["API.example.com", "127.0.0.1:8080"]);
    for url in ["https://api.example.com/x", "https://API.EXAMPLE.com:443/x", "http://127.0.0.1:8080?x"] {
        assert_eq!(web.judge(url), Ok(()), "{url}");
    }
    for (url, host) in [
        ("https://example.com/", "example.com"),
        ("https://api.example.com.evil.com/", "api.example.com.evil.com"),
        ("https://api.example.com:8443/", "api.example.com:8443"),
        ("http://127.0.0.1/", "127.0.0.1"),
    ] {
        assert_eq!(web.judge(url), Err(Refusal::Host(host.to_owned())));
    }
    for url in
        ["ftp://api.example.com/", "https://api.example.com@evil.com/", "https://evil.com\\@api.example.com/", "x"]
    {
        let refusal = web.judge(url);
        assert!(refusal.is_err() && refusal != Err(Refusal::Host("api.example.com".to_owned())), "{url}");
    }
}

#[cfg(not(feature = "remote"))]
#[test]
fn a_build_without_a_client_says_how_to_get_one() {
    let refusal = web(&["127.0.0.1"]).fetch("http://127.0.0.1/x").unwrap_err();
    assert!(matches!(refusal, Refusal::Other(reason) if reason.contains("--features remote")));
}

#[cfg(feature = "remote")]
mod with_client {
    use std::io::{Read as _, Write as _};
    use std::net::{TcpListener, TcpStream};
    use std::thread;

    use super::*;

    /// Serves what `answer` makes of each path, on a port of its own; returns `host:port`.
    fn serve(answer: impl Fn(&str, &mut TcpStream) + Send + 'static) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut head = [0; 4096];
                let read = stream.read(&mut head).unwrap_or(0);
                let head = String::from_utf8_lossy(&head[..read]).into_owned();
                answer(head.split(' ').nth(1).unwrap_or(""), &mut stream);
            }
        });
        host
    }

    fn ok(stream: &mut TcpStream, body: &str) {
        let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
    }

    fn redirect(stream: &mut TcpStream, target: &str) {
        let _ = write!(
            stream,
            "HTTP/1.1 302 Found\r\nlocation: {target}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
    }

    fn fetched(host: &str, path: &str, limits: Limits) -> Result<Fetched, Refusal> {
        let mut web = Web { limits, ..web(&[host]) };
        web.fetch(&format!("http://{host}{path}"))
    }

    fn reason(result: Result<Fetched, Refusal>) -> String {
        match result.unwrap_err() {
            Refusal::Host(host) => format!("host {host}"),
            Refusal::Other(reason) => reason,
        }
    }

    #[test]
    fn documents_are_fetched_and_redirects_followed() {
        let host = serve(|path, stream| match path {
            "/old/a" => redirect(stream, "../new/a"),
            "/new/a" => ok(stream, "openapi: 3.1.0"),
            _ => ok(stream, "nothing"),
        });
        let fetched = fetched(&host, "/old/a", LIMITS).unwrap();
        assert_eq!((fetched.url, fetched.text.as_str()), (format!("http://{host}/new/a"), "openapi: 3.1.0"));
    }

    #[test]
    fn redirects_go_to_allowed_hosts_only_and_end() {
        let host = serve(|path, stream| match path {
            "/away" => redirect(stream, "http://elsewhere.test/x"),
            "/file" => redirect(stream, "file:///etc/passwd"),
            path => redirect(stream, &format!("{path}x")),
        });
        assert_eq!(reason(fetched(&host, "/away", LIMITS)), "host elsewhere.test");
        assert!(reason(fetched(&host, "/file", LIMITS)).contains("only http"));
        assert!(reason(fetched(&host, "/loop", LIMITS)).contains("redirects more than 5 times"));
    }

    #[test]
    fn what_is_too_large_or_too_slow_is_cut_off() {
        let host = serve(|path, stream| match path {
            "/fits" => ok(stream, &"x".repeat(1000)),
            "/large" => ok(stream, &"x".repeat(1001)),
            "/endless" => {
                let _ = write!(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
                while stream.write_all(&[b'x'; 64]).is_ok() {}
            }
            "/missing" => {
                let _ = write!(stream, "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
            }
            _ => thread::sleep(Duration::from_secs(2)),
        });
        let limits = Limits { file: 1000, bytes: 1500, time: Duration::from_millis(300), ..LIMITS };
        assert!(fetched(&host, "/fits", limits).is_ok());
        assert_eq!(reason(fetched(&host, "/large", limits)), "it is too large");
        assert_eq!(reason(fetched(&host, "/endless", limits)), "it is too large");
        assert_eq!(reason(fetched(&host, "/missing", limits)), "the server answers 404");
        let mut web = Web { limits, ..web(&[&host]) };
        assert!(web.fetch(&format!("http://{host}/fits")).is_ok());
        assert_eq!(reason(web.fetch(&format!("http://{host}/fits"))), "it is too large", "all files together");
        // Last, because the server answers nobody else meanwhile.
        let started = Instant::now();
        assert!(reason(fetched(&host, "/slow", limits)).contains("timeout"));
        assert!(started.elapsed() < Duration::from_millis(1500));
    }
}
