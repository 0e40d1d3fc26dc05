package main

import (
	"strings"

	cmlclient "github.com/rschmied/gocmlclient"
)

const topology = `
nodes:
  - id: n0
    label: R1
    node_definition: iol-xe
    x: 0
    y: 0
    configuration: [{name: ios_config.txt, content: "hostname R1"}]
    interfaces:
      - {id: i0, label: Loopback0, type: loopback}
      - {id: i1, label: Ethernet0/0, slot: 0, type: physical}
  - id: n1
    label: pc
    node_definition: alpine
    x: 200
    y: 0
    configuration: [{name: node.cfg, content: "hostname pc"}]
    interfaces:
      - {id: i0, label: eth0, slot: 0, type: physical}
links:
  - {id: l0, n1: n0, i1: i1, n2: n1, i2: i0, label: R1-Ethernet0/0<->pc-eth0}
lab: {title: gocmlclient import, description: d, notes: n, version: 0.3.0}
`

var steps = []step{
	{"a wrong password is refused", wrongPassword},
	{"the server is ready and of a version that the client takes", ready},
	{"node definitions, image definitions and external connectors", definitions},
	{"a user is created, changed, found and deleted", users},
	{"a group with its member is created, changed, found and deleted", groups},
	{"a lab is created, changed and read", labs},
	{"nodes, interfaces and links are made one by one", building},
	{"a lab of an unknown device is imported with a warning in its notes", warning},
	{"a lab is imported and read whole", importing},
	{"its nodes start and are told of with their interfaces", running},
	{"a client without named configurations reads them as text, with the keys of screens", unnamed},
	{"a single node stops and starts", singleNode},
	{"what runs is neither changed nor deleted", guarded},
	{"it stops, is wiped and deleted", ending},
}

func wrongPassword(w world) {
	_, err := w.another(w.password + "x").Users(w.ctx)
	expect(err != nil && strings.Contains(err.Error(), "403"), "a wrong password: %v", err)
}

func ready(w world) {
	done(w.Ready(w.ctx))
	expect(strings.HasPrefix(w.Version(), "2."), "version %s", w.Version())
	w.UseNamedConfigs()
}

func definitions(w world) {
	nodes := must(w.NodeDefinitions(w.ctx))
	iosv := nodes["iosv"]
	expect(iosv.Device.Interfaces.HasLoopbackZero && iosv.Device.Interfaces.SerialPorts == 2, "iosv: %+v", iosv.Device)
	expect(iosv.Sim.RAM > 0 && iosv.Sim.Console && iosv.Sim.Simulate, "iosv: %+v", iosv.Sim)
	images := must(w.ImageDefinitions(w.ctx))
	expect(len(images) > 0, "images: %+v", images)
	known := map[string]bool{}
	for id := range nodes {
		known[string(id)] = true
	}
	for _, image := range images {
		expect(known[image.NodeDefID] && image.ReadOnly, "image without a definition that came with the server: %+v", image)
	}
	connectors := must(w.ExtConnectors(w.ctx))
	expect(len(connectors) == 1 && connectors[0].DeviceName == "virbr0", "connectors: %+v", connectors)
	one := must(w.ExtConnGet(w.ctx, connectors[0].ID))
	expect(one.Operational.Label == "NAT" && one.Operational.Forwarding == "NAT", "connector: %+v", one)
}

func users(w world) {
	before := len(must(w.Users(w.ctx)))
	created := must(w.UserCreate(w.ctx, &cmlclient.User{Username: "gopher", Password: "a-Long-pass-1", Fullname: "G"}))
	expect(!created.IsAdmin && created.Fullname == "G", "user: %+v", created)
	// The client sends a missing list as null, which is no list of groups.
	created.Description, created.Groups = "digs", []string{}
	changed := must(w.UserUpdate(w.ctx, created))
	expect(changed.Description == "digs", "user: %+v", changed)
	expect(must(w.UserByName(w.ctx, "gopher")).ID == created.ID, "found by name is another")
	_, err := w.UserCreate(w.ctx, &cmlclient.User{Username: "gopher", Password: "a-Long-pass-1"})
	expect(err != nil && strings.Contains(err.Error(), "422"), "a second user of a name: %v", err)
	done(w.UserDestroy(w.ctx, created.ID))
	expect(len(must(w.Users(w.ctx))) == before, "a user is left")
}

func groups(w world) {
	user := must(w.UserCreate(w.ctx, &cmlclient.User{Username: "gopher", Password: "a-Long-pass-1"}))
	group := &cmlclient.Group{Name: "burrow", Members: []string{user.ID}, Labs: []cmlclient.GroupLab{}}
	created := must(w.GroupCreate(w.ctx, group))
	expect(len(created.Members) == 1 && created.Members[0] == user.ID, "group: %+v", created)
	of := must(w.UserGroups(w.ctx, user.ID))
	expect(len(of) == 1 && of[0].ID == created.ID, "groups of the user: %+v", of)
	created.Description = "deep"
	changed := must(w.GroupUpdate(w.ctx, created))
	expect(changed.Description == "deep" && changed.Name == "burrow", "group: %+v", changed)
	done(w.GroupDestroy(w.ctx, changed.ID))
	done(w.UserDestroy(w.ctx, user.ID))
	expect(len(must(w.Groups(w.ctx))) == 0, "a group is left")
}

func labs(w world) {
	created := must(w.LabCreate(w.ctx, cmlclient.Lab{Title: "gocmlclient", Description: "described", Notes: "noted"}))
	expect(created.State == cmlclient.LabStateDefined && created.Owner.ID != "", "lab: %+v", created)
	created.Title, created.Description = "gocmlclient renamed", "described anew"
	changed := must(w.LabUpdate(w.ctx, *created))
	expect(changed.Title == "gocmlclient renamed" && changed.Description == "described anew", "lab: %+v", changed)
	found := must(w.LabGetByTitle(w.ctx, "gocmlclient renamed", true))
	expect(found.ID == created.ID && found.Owner.Username == w.username && found.Notes == "noted", "lab: %+v", found)
	done(w.LabDestroy(w.ctx, created.ID))
	_, err := w.LabGet(w.ctx, created.ID, false)
	expect(err != nil && strings.Contains(err.Error(), "404"), "a deleted lab: %v", err)
}
