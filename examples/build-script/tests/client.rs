//! The generated client against a server that knows one answer.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use build_script::api::Client;
use build_script::api::types::{Pet, PetStatus};

const ANSWER: &str = r#"[{ "id": 1, "name": "Rex", "status": "sold" }, { "id": 2, "name": "Tom" }]"#;

#[tokio::test]
async fn lists_pets() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut request = [0; 4096];
        let length = connection.read(&mut request).unwrap();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}", ANSWER.len());
        write!(connection, "{head}\r\nconnection: close\r\n\r\n{ANSWER}").unwrap();
        String::from_utf8_lossy(&request[..length]).into_owned()
    });

    let client = Client::builder().base_url(format!("http://{address}/v1")).build().unwrap();
    let pets = client.pets().list().limit(2).send().await.unwrap();

    assert!(server.join().unwrap().starts_with("GET /v1/pets?limit=2 HTTP/1.1\r\n"));
    let rex = Pet { status: Some(PetStatus::Sold), ..Pet::new(1, "Rex") };
    assert_eq!(*pets, [rex, Pet::new(2, "Tom")]);
}
