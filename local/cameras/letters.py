"""A camera's name as dots: capital letters of five by seven."""

_GLYPHS = {
    "A": "0E11111F111111", "B": "1E11111E11111E", "C": "0E11101010110E", "D": "1E11111111111E",
    "E": "1F10101E10101F", "F": "1F10101E101010", "G": "0E11101711110F", "H": "1111111F111111",
    "I": "0E04040404040E", "J": "0702020202120C", "K": "11121418141211", "L": "1010101010101F",
    "M": "111B1515111111", "N": "11191513111111", "O": "0E11111111110E", "P": "1E11111E101010",
    "Q": "0E11111115120D", "R": "1E11111E141211", "S": "0F10100E01011E", "T": "1F040404040404",
    "U": "1111111111110E", "V": "11111111110A04", "W": "1111111515150A", "X": "11110A040A1111",
    "Y": "11110A04040404", "Z": "1F01020408101F", "0": "0E11131519110E", "1": "040C040404040E",
    "2": "0E11010204081F", "3": "1F02040201110E", "4": "02060A121F0202", "5": "1F101E0101110E",
    "6": "0608101E11110E", "7": "1F010204080808", "8": "0E11110E11110E", "9": "0E11110F01020C",
    "-": "0000001F000000",
}  # fmt: skip
WIDTH, HEIGHT = 5, 7


def dots_of(text: str) -> list[tuple[int, int, int]]:
    """Runs of dots from the upper left, as column, row, length; unknown letters are blank."""
    runs: list[tuple[int, int, int]] = []
    for place, letter in enumerate(text.upper()):
        rows = bytes.fromhex(_GLYPHS.get(letter, "00" * HEIGHT))
        for row, bits in enumerate(rows):
            runs += [(place * (WIDTH + 1) + at, row, length) for at, length in _runs(bits)]
    return runs


def _runs(bits: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for at in range(WIDTH):
        if not bits & (1 << (WIDTH - 1 - at)):
            continue
        if found and sum(found[-1]) == at:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((at, 1))
    return found
