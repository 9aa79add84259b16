"""The basis of a process is what the packs that bind say of it, and nothing else (§2.5)."""

from workflows.domain.process_basis import process_basis
from workflows.policies import library as policies

XINZHENG, BAQIAO, SHAANXI = "xinzheng/2018-03-28", "baqiao/2020-09-27", "shaanxi/2017-05-02"
MARKET, LAW = "market-publicity/2021-09-01", "penalty-law/2021-07-15"


def basis(process: str, *packs: str) -> tuple[str, ...]:
    return process_basis([policies.pack(each) for each in packs], process)


def test_each_bound_text_is_cited_with_its_articles_the_highest_first() -> None:
    assert basis("publication", MARKET, LAW) == (
        "《中华人民共和国行政处罚法》第四十八条第二款",
        "《市场监督管理行政处罚信息公示规定》第九条、第十条、第十一条",
        "《市场监督管理行政处罚信息公示规定》第二条",
    )


def test_a_text_that_is_not_bound_is_not_cited() -> None:
    assert basis("rectification", XINZHENG) == (), "方案没有规定整改和约谈的程序"
    assert "灞桥" in basis("rectification", BAQIAO)[0]
    assert basis("rectification", BAQIAO)[0].endswith("实施方案》三（三）2")


def test_a_text_that_only_says_that_it_sets_nothing_is_not_cited() -> None:
    assert basis("publication", XINZHENG) == ()


def test_a_text_may_be_a_basis_without_days_and_is_cited_by_its_number() -> None:
    assert basis("official_interview", SHAANXI) == ("陕发改财金〔2017〕550号文件三（三）",)


def test_what_a_text_borrows_to_be_checked_is_no_basis() -> None:
    limits = [each for each in policies.pack(XINZHENG).limits.values() if each.process == "blacklist_entry"]
    assert any(each.article.startswith("《") for each in limits)
    assert basis("blacklist_entry", XINZHENG) == ()
