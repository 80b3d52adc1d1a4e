package cli

import (
	"fmt"
	"strconv"
)

// mostRate is the highest rate that --rate takes: a workspace refuses far fewer
// requests a second.
const mostRate = 1000

// rate is a number of requests a second as a flag; 0 is none given.
type rate int

// Set reads what a user wrote.
func (r *rate) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > mostRate {
		return fmt.Errorf("want a whole number of requests a second from 1 to %d", mostRate)
	}
	*r = rate(n)
	return nil
}

// String is empty while no rate was given.
func (r *rate) String() string {
	if *r == 0 {
		return ""
	}
	return strconv.Itoa(int(*r))
}

// Type is what help calls the value when its text does not.
func (r *rate) Type() string { return "NUMBER" }
