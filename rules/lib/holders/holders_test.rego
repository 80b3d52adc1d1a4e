package rules.lib.holders_test

import data.rules.lib.holders

test_users_and_applications_are_individuals if {
	every principal in ["ana@example.com", "11111111-2222-4333-8444-55555555555F"] {
		holders.is_individual(principal)
	}
}

test_other_names_may_be_groups if {
	every principal in ["team", "", "account users", "11111111-2222-4333-8444", "x11111111-2222-4333-8444-555555555555"] {
		not holders.is_individual(principal)
	}
}
