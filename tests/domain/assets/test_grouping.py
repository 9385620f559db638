"""Names decide which pictures are one asset, and the order of its parts."""

from labelkeep.domain.assets.grouping import asset_name, in_order, part_name


def test_pictures_of_a_folder_are_one_asset_by_the_path_of_the_folder() -> None:
    assert asset_name("site/case 7/left.png", "folder") == "site/case 7"
    assert asset_name("alone.png", "folder") == "alone.png"
    assert asset_name("case 7/left.png", "file") == "case 7/left.png"


def test_numbers_in_names_count_as_numbers() -> None:
    assert in_order(["s10.png", "s2.png", "s1.png"]) == ["s1.png", "s2.png", "s10.png"]
    assert in_order(["s010.png", "s9.png"]) == ["s9.png", "s010.png"]
    assert in_order(["b.png", "A.png", "10.png", "9.png"]) == ["9.png", "10.png", "A.png", "b.png"]


def test_order_does_not_depend_on_how_the_names_came() -> None:
    names = ["a1.png", "a01.png", "a1b2.png", "a1b10.png", "a.png"]

    assert in_order(names) == in_order(reversed(names))


def test_part_is_called_by_its_file() -> None:
    assert part_name("case 7/front.left.png") == "front.left"
