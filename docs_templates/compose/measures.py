"""The numbers of GB/T 9704-2012 (党政机关公文格式) in Word's units: twips (1/20 pt) and half-points."""

FANG, KAI, HEI, SONG, TITLE = "仿宋", "楷体", "黑体", "宋体", "方正小标宋简体"
#: Names under which older machines have the same faces.
OTHER_NAMES = {FANG: "仿宋_GB2312", KAI: "楷体_GB2312", HEI: "SimHei", SONG: "SimSun", TITLE: "方正小标宋_GBK"}


def mm(length: float) -> int:
    """Millimetres as twips."""
    return round(length * 1440 / 25.4)


#: A4 and the type area of 156 x 225 mm: head 37, left 28, right 26, foot 35 mm (§5.2, §6.1).
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1588, 1474
TYPE_WIDTH = PAGE_WIDTH - LEFT - RIGHT
#: 22 lines on 225 mm: exactly 28.95 pt each (§5.2.3).
LINE = 579
#: 三号, 二号, 四号 in half-points (§5.2.2, §7.3.1, §7.5).
SIZE_3, SIZE_2, SIZE_4 = 32, 44, 28
#: 28 characters of 16 pt are 448 pt, the type area is 442.2 pt wide (§5.2.3): faces at 98 per cent of their width.
NARROWER = 98
#: One character of 三号; twips.
CHAR = 320
#: The mark's upper edge 35 mm below the type area's (§7.2.4); in the letter form 30 mm below the page's (§10.1).
MARK_DOWN, LETTER_MARK_DOWN = mm(35), mm(30)
#: The letter form's lines are 170 mm long, centred on the page, the lower one 20 mm above the page's edge (§10.1).
RULE_LEFT, RULE_RIGHT, LETTER_RULE_UP = mm(20) - LEFT, mm(20) - RIGHT, mm(20)
#: The page number's upper edge lies 7 mm below the type area (§7.5); its own height is that of 四号.
NUMBER_UP = BOTTOM - mm(7) - 280
#: Seal: date four characters from the right, the organ's name centred above it (§7.3.5.1).
DATE_FROM_RIGHT = 4 * CHAR
RED = "FF0000"
