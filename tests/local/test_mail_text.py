"""Letters in HTML as people read them."""

from local.mail_text import read_html


def test_paragraphs_breaks_and_escaped_letters() -> None:
    html = '<p>Open <a href="https://v.example">https://v.example</a></p><p>a<br>b &amp; c</p>'
    assert read_html(html) == "Open https://v.example\n\na\nb & c"


def test_plain_words_stay() -> None:
    assert read_html("Your username is {username}.") == "Your username is {username}."
