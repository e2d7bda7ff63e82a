"""What a mail program shows of a letter in HTML, as text."""

from html.parser import HTMLParser


def read_html(html: str) -> str:
    """The words, with a line for each paragraph and break."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.words).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        _ = attrs
        if tag == "br":
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self.words.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
