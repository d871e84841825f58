from fittingroom.curate.words import plain, plurals, spaced


def test_words_stand_between_spaces_of_their_own():
    assert spaced("Women's V-Neck, red") == " women  v  neck  .  red "
    assert spaced("  ") == ""
    assert plain(spaced("a  B\u2019s  c")) == "a b c"


def test_case_accents_and_compatible_letters_do_not_matter():
    assert spaced("RÖCKE") == spaced("Rocke") == " rocke "
    assert spaced("weiße") == spaced("WEISSE")
    assert spaced("\uff56\uff0dneck") == spaced("v-neck")


def test_plurals_go_both_ways():
    for one, many in (("dress", "dresses"), ("party", "parties"), ("skirt", "skirts"), ("box", "boxes")):
        assert many in plurals(f"red {one}".split()[1])
        assert one in plurals(many)
    assert plurals("ski boot") == ["ski boot", "ski boots"]
    assert plurals("xs") == ["xs"]
    assert plurals("the 50s") == ["the 50s"]
