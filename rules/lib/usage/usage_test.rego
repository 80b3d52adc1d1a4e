package rules.lib.usage_test

import data.rules.lib.fixture
import data.rules.lib.usage

_used(traffic) := fixture.with_subject({"evidence": {"traffic": traffic}})

test_a_gateway_without_requests_is_unused if {
	usage.unused with input as _used({"requests": 0})
	not usage.unused with input as _used({"requests": 1})
	not usage.unused with input as _used({"seen": false, "requests": 0})
}

test_what_went_wrong_ends_a_sentence if {
	every ending, counts in {
		"; of 9,310 requests in the last 7 days, 3.2 % were refused (429)": [298, 0],
		"; of 9,310 requests in the last 7 days, 0.1 % failed (5xx)": [0, 12],
		"; of 9,310 requests in the last 7 days, 3.2 % were refused (429) and 0.1 % failed (5xx)": [298, 12],
		"": [0, 0],
	} {
		usage.trouble == ending with input as _used({"refused": counts[0], "failed": counts[1]})
	}
}

test_nothing_is_said_of_what_nobody_saw if {
	usage.trouble == "" with input as _used({"seen": false, "refused": 298, "failed": 12})
}

test_the_days_are_those_that_were_counted if {
	usage.window == "in the last 3 days" with input as _used({"days": 3})
}

test_a_part_has_one_decimal if {
	every share, parts in {
		"100.0 %": [7, 7],
		"3.2 %": [298, 9310],
		"10.0 %": [100, 1000],
		"0.1 %": [1, 2000],
		"less than 0.1 %": [1, 2001],
	} {
		usage.percent(parts[0], parts[1]) == share
	}
}

test_digits_are_grouped if {
	every text, number in {
		"0": 0,
		"999": 999,
		"1,000": 1000,
		"9,310": 9310,
		"999,999": 999999,
		"1,000,000": 1000000,
		"12,345,678": 12345678,
		"1,000,000,000": 1000000000,
		"12,345,678,901": 12345678901,
	} {
		usage.grouped(number) == text
	}
}

test_one_request_is_one if {
	usage.requests(1) == "1 request"
	usage.requests(0) == "0 requests"
	usage.requests(2310) == "2,310 requests"
}
