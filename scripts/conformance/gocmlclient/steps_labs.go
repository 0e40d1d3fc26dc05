package main

import (
	"strings"

	cmlclient "github.com/rschmied/gocmlclient"
)

func building(w world) {
	lab := must(w.LabCreate(w.ctx, cmlclient.Lab{Title: "gocmlclient by hand"}))
	config := "hostname one"
	one := must(w.NodeCreate(w.ctx, &cmlclient.Node{
		LabID: lab.ID, Label: "one", NodeDefinition: "iosv", Configuration: &config, RAM: 1024, Tags: []string{"serial:4567"},
	}))
	expect(one.State == cmlclient.NodeStateDefined && one.RAM == 1024 && one.Tags[0] == "serial:4567", "node: %+v", one)
	expect(len(one.Configurations) == 1 && one.Configurations[0].Content == config, "node: %+v", one)
	two := must(w.NodeCreate(w.ctx, &cmlclient.Node{LabID: lab.ID, Label: "two", NodeDefinition: "alpine", X: 200}))
	done(w.NodeSetNamedConfigs(w.ctx, two, []cmlclient.NodeConfig{{Name: "node.cfg", Content: "hostname two"}}))
	two = must(w.NodeGet(w.ctx, two))
	expect(two.Configurations[0].Content == "hostname two" && two.X == 200, "node: %+v", two)
	last := must(w.InterfaceCreate(w.ctx, lab.ID, two.ID, 2))
	expect(last.Slot == 2 && last.Label == "eth2" && last.IsPhysical() && !last.Exists(), "interface: %+v", last)
	free := must(w.LinkCreate(w.ctx, &cmlclient.Link{LabID: lab.ID, SrcNode: one.ID, DstNode: two.ID, SrcSlot: -1, DstSlot: -1}))
	expect(free.SrcSlot == 0 && free.DstSlot == 0 && free.State == cmlclient.LinkStateDefined, "link: %+v", free)
	// Neither end has its interface yet.
	far := must(w.LinkCreate(w.ctx, &cmlclient.Link{LabID: lab.ID, SrcNode: one.ID, DstNode: two.ID, SrcSlot: 7, DstSlot: 3}))
	expect(far.SrcSlot == 7 && far.Label == "one-GigabitEthernet0/7<->two-eth3", "link: %+v", far)
	_, err := w.LinkCreate(w.ctx, &cmlclient.Link{LabID: lab.ID, SrcID: far.SrcID, DstID: free.DstID})
	refuses("a second link at one interface", err)
	one.Label, one.Configuration, one.Configurations = "uno", nil, nil
	expect(must(w.NodeUpdate(w.ctx, one)).Label == "uno", "not renamed")
	done(w.LinkDestroy(w.ctx, far))
	whole := must(w.LabGet(w.ctx, lab.ID, true))
	expect(whole.NodeCount == 2 && whole.LinkCount == 1 && len(whole.Nodes[two.ID].Interfaces) == 4, "lab: %+v", whole)
	done(w.NodeDestroy(w.ctx, one))
	done(w.NodeDestroy(w.ctx, two))
	expect(len(must(w.LabGet(w.ctx, lab.ID, true)).Links) == 0, "a link has lost its nodes")
	done(w.LabDestroy(w.ctx, lab.ID))
}

func warning(w world) {
	lab := must(w.LabImport(w.ctx, strings.Replace(topology, "iol-xe", "no-such-device", 1)))
	expect(len(lab.Nodes) == 2 && strings.Contains(lab.Notes, "no-such-device"), "lab: %+v", lab)
	done(w.LabDestroy(w.ctx, lab.ID))
}

func importing(w world) {
	lab := must(w.LabImport(w.ctx, topology))
	expect(lab.Title == "gocmlclient import" && lab.State == cmlclient.LabStateDefined, "lab: %+v", lab)
	expect(len(lab.Nodes) == 2 && len(lab.Links) == 1 && lab.Links[0].Label == "R1-Ethernet0/0<->pc-eth0", "lab: %+v", lab)
	router := node(w, lab, "R1")
	expect(router.Configurations[0].Content == "hostname R1", "R1: %+v", router)
	expect(len(router.Interfaces) == 2 && router.Interfaces[1].Label == "Ethernet0/0", "R1: %+v", router.Interfaces)
}

func imported(w world) *cmlclient.Lab {
	return must(w.LabGetByTitle(w.ctx, "gocmlclient import", true))
}

func node(w world, lab *cmlclient.Lab, label string) *cmlclient.Node {
	return must(lab.NodeByLabel(w.ctx, label))
}

func running(w world) {
	id := imported(w).ID
	done(w.LabStart(w.ctx, id))
	w.converged(id)
	lab := must(w.LabGet(w.ctx, id, true))
	expect(lab.State == cmlclient.LabStateStarted && lab.Running() && lab.Booted(), "lab: %+v", lab)
	expect(lab.Links[0].State == cmlclient.LinkStateStarted, "link: %+v", lab.Links[0])
	for _, one := range lab.Nodes {
		for _, port := range one.Interfaces {
			expect(port.Runs(), "interface of %s: %+v", one.Label, port)
		}
	}
}

func unnamed(w world) {
	other := w.another(w.password)
	lab := must(other.LabGet(w.ctx, imported(w).ID, true))
	router, pc := node(w, lab, "R1"), node(w, lab, "pc")
	expect(router.Configuration != nil && strings.Contains(*router.Configuration, "hostname R1"), "R1: %+v", router)
	expect(router.VNCkey == "" && pc.VNCkey != "" && pc.ComputeID != "", "keys: %+v, %+v", router, pc)
}

func singleNode(w world) {
	lab := imported(w)
	pc := node(w, lab, "pc")
	done(w.NodeStop(w.ctx, pc))
	w.until("pc stops", func() bool { return must(w.NodeGet(w.ctx, pc)).State == cmlclient.NodeStateStopped })
	done(w.NodeWipe(w.ctx, pc))
	w.until("pc is wiped", func() bool { return must(w.NodeGet(w.ctx, pc)).State == cmlclient.NodeStateDefined })
	expect(must(w.LabGet(w.ctx, lab.ID, false)).State == cmlclient.LabStateStarted, "R1 still runs")
	done(w.NodeStart(w.ctx, pc))
	w.converged(lab.ID)
	expect(must(w.NodeGet(w.ctx, pc)).State == cmlclient.NodeStateBooted, "pc has not booted")
}

func guarded(w world) {
	lab := imported(w)
	router := node(w, lab, "R1")
	refuses("deleting a running lab", w.LabDestroy(w.ctx, lab.ID))
	refuses("wiping a running lab", w.LabWipe(w.ctx, lab.ID))
	refuses("deleting a running node", w.NodeDestroy(w.ctx, router))
	refuses("wiping a running node", w.NodeWipe(w.ctx, router))
	refuses("configuring a running node", w.NodeSetConfig(w.ctx, router, "hostname other"))
	router.X = 40
	expect(must(w.NodeUpdate(w.ctx, router)).X == 40, "R1 did not move")
}

func ending(w world) {
	lab := imported(w)
	done(w.LabStop(w.ctx, lab.ID))
	w.converged(lab.ID)
	expect(must(w.LabGet(w.ctx, lab.ID, false)).State == cmlclient.LabStateStopped, "not stopped")
	refuses("deleting a lab that is not wiped", w.LabDestroy(w.ctx, lab.ID))
	done(w.LabWipe(w.ctx, lab.ID))
	w.converged(lab.ID)
	whole := must(w.LabGet(w.ctx, lab.ID, true))
	expect(whole.State == cmlclient.LabStateDefined && whole.CanBeWiped(), "lab: %+v", whole)
	done(w.LabDestroy(w.ctx, lab.ID))
	_, err := w.LabGetByTitle(w.ctx, "gocmlclient import", false)
	expect(err == cmlclient.ErrElementNotFound, "the lab is still there: %v", err)
}
