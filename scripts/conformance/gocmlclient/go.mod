module lcm/conformance/gocmlclient

go 1.21

require github.com/rschmied/gocmlclient v0.1.0

require (
	github.com/Masterminds/semver/v3 v3.2.1 // indirect
	golang.org/x/sync v0.7.0 // indirect
)
