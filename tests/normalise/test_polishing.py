"""Expressions by meaning. The texts are those that PostgreSQL prints."""

from __future__ import annotations

import pytest

from harness.normalise.polishing import polished

LIST = "((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"
NOT_IN_LIST = "((s)::text <> ALL ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(a > 0)", "((a > 0))"),
        ("active", "(active = true)"),
        ("(active AND (n > 0))", "((active = true) AND (n > 0))"),
        ("(NOT active)", "(active = false)"),
        ("(NOT active)", "(active <> true)"),
        ("active", "(active <> false)"),
        ("active", "(NOT (active = false))"),
        ("active", "(true = active)"),
        ("(NOT (active OR (n > 3)))", "(NOT ((active = true) OR (n > 3)))"),
        ("(active IS NOT TRUE)", "(NOT (active IS TRUE))"),
        ("((name)::text ~~* 'a%'::text)", "(lower((name)::text) ~~ lower('a%'::text))"),
        ("(date(a) <= date(b))", "((a)::date <= (b)::date)"),
        ("(\"left\"((s)::text, 2) = 'ab'::text)", "(substr((s)::text, 1, 2) = 'ab'::text)"),
        ("CASE WHEN active THEN (n > 1) ELSE true END", "CASE WHEN (active = true) THEN (n > 1) ELSE true END"),
    ],
)
def test_one_meaning(one: str, other: str) -> None:
    """PostgreSQL prints a boolean column and its comparison with true in two ways."""
    assert polished(one) == polished(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("((a > 0) AND ((b < 5) OR (c = 1)))", "(((a > 0) AND (b < 5)) OR (c = 1))"),
        ("(a > 0)", "(a >= 0)"),
        ("(a > (b - (c - 1)))", "(a > ((b - c) - 1))"),
        ("active", "(NOT active)"),
        ("active", "(active IS TRUE)"),
        ("(name = 'a  b'::text)", "(name = 'a b'::text)"),
        ("((name)::text ~~ 'a%'::text)", "((name)::text ~~* 'a%'::text)"),
        ("(lower((name)::text) ~~ 'a%'::text)", "((name)::text ~~* 'a%'::text)"),
        ("(n > 1)", "(n > '1'::text)"),
        ('("Name" > 1)', "(name > 1)"),
    ],
)
def test_two_meanings(one: str, other: str) -> None:
    """What binds, what is compared and what stands between quotes is kept."""
    assert polished(one) != polished(other)


@pytest.mark.parametrize(
    "text",
    [
        "to_tsvector('english'::regconfig, body)",
        "((kind)::mood = 'sad'::mood)",
        "(at < ('now'::text)::date)",
        "((data ->> 'a'::text))::integer",
        "(tags @> ARRAY['a'::text])",
        "(price >= (0)::numeric(10,2))",
        "(span && '[1,5)'::int4range)",
        "(oid > (0)::oid)",
        "(letters = '{a,b}'::\"char\"[])",
        "((at AT TIME ZONE 'UTC'::text) > '2020-01-01 00:00:00'::timestamp without time zone)",
        "(COALESCE(a, b, 'x'::character varying)::text ~ '^[a-z]+$'::text)",
        "(num_nonnulls(a, b) = 1)",
        "(\"substring\"((s)::text, 1, 2) <> ALL (ARRAY['aa'::text, 'bb'::text]))",
        "(EXTRACT(year FROM at) = ANY (ARRAY[(2020)::numeric, (2021)::numeric]))",
        "(a IS DISTINCT FROM b)",
        "((a)::numeric % 2::numeric = 0::numeric)",
    ],
)
def test_spelling_of_a_spelling(text: str) -> None:
    """What PostgreSQL prints is spelled once: neither a function nor a type of its own stops that."""
    assert polished(polished(text)) == polished(text)


def test_expression_that_is_not_understood() -> None:
    """The text of PostgreSQL stands for itself, without the parentheses around it."""
    assert polished("((a <@ ANY (b [c)))") == "a <@ ANY (b [c)"


@pytest.mark.parametrize(
    "other",
    [
        "((s)::text = ANY (ARRAY['a'::text, 'b'::text]))",
        "((s)::text = ANY ('{a,b}'::text[]))",
        "((s)::text = ANY (('{a,b}'::character varying[])::text[]))",
        "(((s)::text = 'a'::text) OR ((s)::text = 'b'::text))",
        "((s)::text = ANY (ARRAY['b'::text, 'a'::text]))",
        "(NOT ((s)::text <> ALL (ARRAY['a'::text, 'b'::text])))",
    ],
)
def test_list_of_texts(other: str) -> None:
    """It is written with IN, with an array or with OR, and its order says nothing."""
    assert polished(LIST) == polished(other)


@pytest.mark.parametrize(
    "other",
    [
        "((s)::text <> ALL ('{a,b}'::text[]))",
        "(((s)::text <> 'a'::text) AND ((s)::text <> 'b'::text))",
        "(NOT ((s)::text = ANY (ARRAY['a'::text, 'b'::text])))",
    ],
)
def test_list_of_other_texts(other: str) -> None:
    """So is what a value must not be."""
    assert polished(NOT_IN_LIST) == polished(other)


@pytest.mark.parametrize(
    "other",
    [
        "((s)::text = ANY (ARRAY['a'::text, 'c'::text]))",
        "((s)::text = ANY (ARRAY['a'::text, 'b'::text, 'c'::text]))",
        "((s)::text = ANY ('{a,\"b \"}'::text[]))",
        "((t)::text = ANY (ARRAY['a'::text, 'b'::text]))",
        "(((s)::text = 'a'::text) AND ((s)::text = 'b'::text))",
        "(((s)::text = 'a'::text) OR ((t)::text = 'b'::text))",
        "(((s)::text = 'a'::text) OR ((s)::text > 'b'::text))",
        "((s)::text = 'a'::text)",
        "(((s)::character varying(1))::text = ANY (ARRAY['a'::text, 'b'::text]))",
        "(s = ANY (ARRAY['a'::bpchar, 'b'::bpchar]))",
        "((s)::text ~~ ANY (ARRAY['a'::text, 'b'::text]))",
        "((s)::text = ALL (ARRAY['a'::text, 'b'::text]))",
        NOT_IN_LIST,
    ],
)
def test_another_list(other: str) -> None:
    """Another value, another column or another comparison is another meaning."""
    assert polished(LIST) != polished(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(n = ANY (ARRAY[1, 2]))", "(n = ANY ('{1,2}'::integer[]))"),
        ("(n = ANY (ARRAY[1, 2]))", "((n = 1) OR (2 = n))"),
        ("(n = ANY (ARRAY[(1)::bigint, (2)::bigint]))", "((n = 1) OR (n = 2))"),
        ("(n = ANY (ARRAY[1, '-2'::integer]))", "((n = '-2'::integer) OR (n = 1))"),
        ("(n = ANY (ARRAY[1]))", "(n = 1)"),
        ("((n = 1) OR (n = ANY (ARRAY[2, 3])))", "(n = ANY (ARRAY[1, 2, 3]))"),
        ("(TRIM(BOTH FROM s) <> ''::text)", "(btrim((s)::text) <> ''::text)"),
        ("(TRIM(LEADING 'x'::text FROM s) <> ''::text)", "(ltrim((s)::text, 'x'::text) <> ''::text)"),
        ("(NOT (f IS NULL))", "(f IS NOT NULL)"),
        ("(NOT (f IS NOT NULL))", "(f IS NULL)"),
        ("(NOT ((s)::text ~~ 'a%'::text))", "((s)::text !~~ 'a%'::text)"),
        ("(0 < n)", "(n > 0)"),
        ("(0 >= n)", "(n <= 0)"),
        ("(1 = n)", "(n = 1)"),
        ("(NOT (n > 0))", "(n <= 0)"),
        ("(NOT (n = 1))", "(n <> 1)"),
        ("(NOT ((n >= 1) AND (n <= 2)))", "((n < 1) OR (n > 2))"),
        ("((n > 0) AND (n < 9))", "((n < 9) AND (n > 0))"),
        ("((a > 0) AND ((b > 0) AND (c > 0)))", "(((a > 0) AND (b > 0)) AND (c > 0))"),
    ],
)
def test_one_meaning_of_comparisons(one: str, other: str) -> None:
    """PostgreSQL prints them as they were written."""
    assert polished(one) == polished(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(n > 0)", "(n < 0)"),
        ("(n > m)", "(m > n)"),
        ("(n >= 0)", "(0 < n)"),
        ("(NOT (n > 0))", "(n < 0)"),
        ("(NOT ((a > 0) AND (b > 0)))", "((a <= 0) AND (b <= 0))"),
        ("((a > 0) OR ((b > 0) AND (c > 0)))", "(((a > 0) OR (b > 0)) AND (c > 0))"),
        ("(f IS NULL)", "(f IS NOT NULL)"),
        ("(lower(s) ~~ lower(t))", "(lower(s) !~~ lower(t))"),
        ("(TRIM(BOTH FROM s) <> ''::text)", "(ltrim((s)::text) <> ''::text)"),
        ("(TRIM(BOTH FROM s) <> ''::text)", "(btrim((s)::text, 'x'::text) <> ''::text)"),
        ("(TRIM(BOTH FROM s) <> ''::text)", "((s)::text <> ''::text)"),
        ("((n)::text = 'a'::text)", "(n = 'a'::text)"),
        ("((n - m) > 0)", "((m - n) > 0)"),
        ("(n = ANY (ARRAY[1, 2]))", "(n = ANY (ARRAY[1, 3]))"),
        ("(n = ANY (ARRAY[1, 2]))", "((n = 1) OR (m = 2))"),
        ("(n = 1)", "(n = '1'::text)"),
        ("(s = ANY ('{a,NULL}'::text[]))", "(s = ANY ('{a,b}'::text[]))"),
        ("(s = ANY ('{a,NULL}'::text[]))", "(s = ANY ('{a,\"NULL\"}'::text[]))"),
    ],
)
def test_two_meanings_of_comparisons(one: str, other: str) -> None:
    """What is compared, and with what, is kept."""
    assert polished(one) != polished(other)
