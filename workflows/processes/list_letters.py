"""What the letters of listing and removal print alike: list, basis, persons, measures, the papers of service."""

from datetime import date

from workflows.catalogue import library as catalogue
from workflows.domain.access import Role
from workflows.domain.dossier import Dossier, Organ
from workflows.domain.identifiers import mask_code, mask_name
from workflows.domain.letter_body import Grid, Section
from workflows.domain.listing import BASIS_KINDS, LIABLE_ROLES, ListKind
from workflows.domain.process_type import LetterType
from workflows.policies import library as policies
from workflows.processes import letter_parts


def letter(
    code: str,
    title: str,
    layout: str,
    *,
    word: str = "",
    signer: Role | None = None,
    to: str = "internal",
    relief: bool = False,
) -> LetterType:
    """Return a letter of the recognising department on one of the shared layouts."""
    return LetterType(
        code=code,
        title=title,
        template=f"shared/{layout}",
        word=word,
        signer=signer,
        of_provider=True,
        recipient=to,
        relief=relief,
    )


def day_cn(iso: object) -> str:
    """Return an ISO date as letters write it; empty where there is none."""
    return letter_parts.date_cn(date.fromisoformat(str(iso))) if iso else ""


def answer(dossier: Dossier, node: str, field: str) -> str:
    """Return what was last typed into a field of a task; empty where nothing was."""
    return str(dossier.answers.get(node, {}).get(field) or "").strip()


def kind_of(dossier: Dossier) -> ListKind:
    """Return the list of the case."""
    return catalogue.lists()[dossier.case.facts["list_key"]]


def department(dossier: Dossier) -> Organ:
    """Return the recognising department: the record's provider, else the authority that handles the case."""
    return dossier.provider or dossier.authority


def list_basis(dossier: Dossier) -> str:
    """Return text and article of the list; nothing where they are those of a place whose packs do not bind the case."""
    kind = kind_of(dossier)
    bound = {policies.pack(pack).jurisdiction for pack in dossier.case.packs}
    return f"{kind.basis}{kind.article}" if not kind.jurisdiction or kind.jurisdiction in bound else ""


def basis_words(dossier: Dossier) -> str:
    """Return the basis document in words (S0-05)."""
    basis = dossier.case.facts["basis"]
    return f"{BASIS_KINDS[basis['kind']]}文书（{basis['number']}，{day_cn(basis['effective_on'])}生效）"


def public_name(dossier: Dossier) -> str:
    """Return the subject's name as the public may read it: a natural person's is masked."""
    name = str(dossier.subject["name"])
    natural = dossier.case.facts.get("natural_person") or dossier.subject.get("kind") == "natural_person"
    return mask_name(name) if natural else name


def subject_fields(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """Return who it is about, the number masked."""
    return (
        ("当事人", str(dossier.subject["name"])),
        (letter_parts.code_type(dossier.subject["code_type"]), mask_code(dossier.subject["code"])),
    )


def persons_section(dossier: Dossier) -> Section:
    """Return the responsible persons (惩戒到人), numbers masked; nothing where there are none."""
    rows = tuple(
        (str(place), f"{each['name']}（{LIABLE_ROLES[each['role']]}）", mask_code(each["code"]))
        for place, each in enumerate(dossier.case.facts.get("persons", []), 1)
    )
    return Section(heading="责任人员", grid=Grid(columns=("序号", "姓名（责任身份）", "证件号码"), rows=rows))


def measures_section(dossier: Dossier, heading: str, *, persons: bool = False) -> Section:
    """Return the measures with their basis (措施清单); for a liable person those alone that persons bear (S1-13)."""
    known = catalogue.measures()
    chosen = [key for key in dossier.case.facts.get("measures", []) if known[key].persons or not persons]
    rows = [
        (str(place), known[key].name, known[key].type.label, f"{known[key].basis}{known[key].article}")
        for place, key in enumerate(chosen, 1)
    ]
    if (ban := dossier.case.facts.get("ban")) and not persons:
        lasts = f"至{day_cn(ban['until'])}止" if ban["until"] else "永久"
        rows.append((str(len(chosen) + 1), f"市场和行业禁入：{ban['scope']}（{lasts}）", "禁入", ban["basis"]))
    joined = tuple((no, f"{name}（{word}）", basis) for no, name, word, basis in rows)
    return Section(heading=heading, grid=Grid(columns=("序号", "措施（种类）", "依据"), rows=joined))


def public_objection(dossier: Dossier) -> Section:
    """Return where a public announcement is objected to; it stands on one page with the signature."""
    organ = department(dossier)
    phone = f"，电话{organ.phone}" if organ.phone else ""
    return Section(paragraphs=(f"对公告内容有异议的，可以向{organ.name}提出{phone}，或者登录信用网站提出异议申请。",))


def period_words(kind: ListKind) -> tuple[str, ...]:
    """Return how long a listing lasts, with articles."""
    words = []
    if kind.maximum:
        words.append(f"列入期限为{kind.maximum.months}个月（{kind.basis}{kind.maximum.article}），届满予以移出。")
    if kind.minimum:
        text = "同一规定" if kind.maximum else kind.basis
        words.append(
            f"列入满{kind.minimum.months}个月（{text}{kind.minimum.article}）且符合条件的，可以申请信用修复、提前移出。"
        )
    return tuple(words)
