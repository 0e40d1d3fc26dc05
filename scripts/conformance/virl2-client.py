"""Drives a CML server with Cisco's own Python client and checks what a careful operator would look at.

    pip install virl2_client[events]
    python scripts/conformance/virl2-client.py https://127.0.0.1:8443 admin cml-simulator

The server must be up, without a licence and with room for a small lab. It is left as it was found.
"""

import sys
import time
import warnings

from virl2_client import ClientLibrary
from virl2_client.event_handling import EventHandler
from virl2_client.event_listening import EventListener

warnings.filterwarnings("ignore")

TOPOLOGY = """
annotations:
  - {type: text, x1: -40.0, y1: -80.0, z_index: 1, rotation: 0, border_color: '#00000000', border_style: '', color: '#000000FF',
     thickness: 1, text_bold: false, text_content: conformance, text_font: monospace, text_italic: false, text_size: 12, text_unit: pt}
smart_annotations: []
nodes:
  - id: n0
    label: R1
    node_definition: iol-xe
    x: 0
    y: 0
    tags: []
    configuration: [{name: ios_config.txt, content: "hostname R1"}]
    interfaces:
      - {id: i0, label: Loopback0, type: loopback}
      - {id: i1, label: Ethernet0/0, slot: 0, type: physical}
  - id: n1
    label: pc
    node_definition: alpine
    x: 200
    y: 0
    tags: []
    configuration: [{name: node.cfg, content: "hostname pc"}]
    interfaces:
      - {id: i0, label: eth0, slot: 0, type: physical}
links:
  - {id: l0, n1: n0, i1: i1, n2: n1, i2: i0, label: R1-Ethernet0/0<->pc-eth0, conditioning: {}}
lab: {title: conformance, description: d, notes: n, version: 0.3.0}
"""


def step(name):
    print(f"- {name}", flush=True)


def until(condition, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.5)


def check_system(client):
    step("system information, health, statistics, hosts, connectors, notices, diagnostics")
    assert client.is_system_ready()
    assert client.system_info()["ready"] is True
    health = client.get_system_health()
    assert health["valid"] is True and len(health["computes"]) == 1
    stats = client.get_system_stats()
    assert stats["all"]["cpu"]["count"] > 0
    system = client.system_management
    assert len(system.compute_hosts) == 1 and system.controller.hostname
    assert list(system.system_notices) == [] and system.maintenance_mode is False
    assert system.get_external_connectors()[0]["device_name"] == "virbr0"
    assert system.get_web_session_timeout() > 0
    if hasattr(system, "get_telemetry_events"):  # since 2.10
        assert isinstance(system.get_telemetry_events(), list)
    diagnostics = client.get_diagnostics()
    assert diagnostics["licensing"]["started"] == 0 and diagnostics["startup_scheduler"]["system_ready"]
    assert len(diagnostics["computes"]) == 1 and diagnostics["node_launch_queue"] is not None
    assert not client.get_sample_labs()


def check_definitions(client):
    step("node and image definitions")
    definitions = {one["id"] for one in client.definitions.node_definitions()}
    assert {"iosv", "iosvl2", "iol-xe", "ioll2-xe", "alpine", "server", "external_connector", "unmanaged_switch"} <= definitions
    assert "id: iosv" in client.definitions.download_node_definition("iosv")
    images = client.definitions.image_definitions_for_node_definition("iosv")
    assert images and images[0]["node_definition_id"] == "iosv"


def check_health(client):
    step("health of the compute, check by check")
    (compute,) = client.get_system_health()["computes"].values()
    checks = {"kvm_vmx_enabled", "enough_cpus", "refplat_images_available", "lld_connected", "lld_synced", "libvirt", "fabric", "device_mux"}
    assert all(compute[check] is True for check in checks | {"docker_shim", "valid", "is_controller"})
    assert compute["admission_state"] == "READY" and compute["hostname"]


def check_custom_definitions(client):
    step("definitions of one's own: uploaded, used, refused to be deleted, deleted")
    definitions = client.definitions
    own = next(one for one in definitions.node_definitions() if one["id"] == "alpine")
    own = {**own, "id": "conformance", "general": {**own["general"], "read_only": False}, "image_definitions": []}
    definitions.upload_node_definition(own)
    refuses(lambda: definitions.upload_node_definition(own))
    lab = client.create_lab("conformance definitions")
    node = lab.create_node("one", "conformance", 0, 0)
    refuses(lambda: lab.start(wait=False))
    image = {"id": "conformance-1", "node_definition_id": "conformance", "label": "one", "disk_image": "conformance.qcow2"}
    definitions.upload_image_definition(image)
    assert [one["id"] for one in definitions.image_definitions_for_node_definition("conformance")] == ["conformance-1"]
    node.start(wait=False)
    until(node.is_booted)
    refuses(lambda: definitions.remove_node_definition("conformance"))
    put_away(node)
    lab.remove_nodes()
    lab.remove()
    own["ui"]["label"] = "changed"
    definitions.upload_node_definition(own, update=True)
    assert "label: changed" in definitions.download_node_definition("conformance")
    definitions.set_node_definition_read_only("conformance", True)
    definitions.remove_image_definition("conformance-1")
    refuses(lambda: definitions.remove_node_definition("conformance"))
    definitions.set_node_definition_read_only("conformance", False)
    definitions.remove_node_definition("conformance")
    refuses(lambda: definitions.remove_node_definition("iosv"))
    refuses(lambda: definitions.remove_image_definition("iosv-159-3-m3"))
    refuses(lambda: definitions.download_node_definition("conformance"), 404)


def check_pools(client):
    step("resource pools: made, used up, counted, changed, deleted")
    user = client.user_management.create_user("pooled", "a-Long-pass-1", admin=False)
    pools = client.resource_pool_management
    pool = pools.create_resource_pool("conformance", licenses=1, users=[user["id"]])
    assert client.user_management.get_user(user["id"])["resource_pool"] == pool.id
    other = ClientLibrary(client.url, "pooled", "a-Long-pass-1", ssl_verify=False, raise_for_auth_failure=True)
    lab = other.import_lab(TOPOLOGY, "conformance pool")
    refuses(lambda: lab.start(wait=False))
    router = lab.get_node_by_label("R1")
    router.start(wait=False)
    until(router.is_booted)
    usage = pool.get_usage()
    assert usage.limit.licenses == 1 and usage.usage.licenses == 1 and usage.usage.cpus == 1
    lab.sync_operational()
    assert router.resource_pool == pool.id
    refuses(pool.remove, 409)
    pool.licenses = 2
    assert pools.resource_pools[pool.id].licenses == 2
    check_keys(client, other, router)
    put_away(router)
    lab.remove()
    pool.remove()
    client.user_management.delete_user(user["id"])


def put_away(node):
    """The library's own waiting looks once in five seconds."""
    node.stop(wait=False)
    until(lambda: node.state == "STOPPED")
    node.wipe(wait=False)
    until(lambda: node.state == "DEFINED_ON_CORE")


def check_keys(client, owner, router):
    """The library has no call for the keys of a whole server: its session asks."""
    keys = lambda who, query="": who._session.get("keys/console" + query).json()
    (key,) = keys(owner)
    assert keys(owner)[key]["node_id"] == router.id and keys(owner)[key]["driver"] == "IOL"
    assert keys(client) == {} and key in keys(client, "?show_all=true")


class Careful(EventHandler):
    """The library's own, but for what breaks it: 2.9.1 looks for every lab_event among nodes, interfaces and links."""

    def __init__(self, client):
        super().__init__(client)
        self.seen = []

    def handle_event(self, event):
        self.seen.append(event)
        if event.type != "lab_event":
            super().handle_event(event)


def check_events(client):
    step("events, through the library's own listener: states that nobody asked for")
    listener = EventListener(client)
    handler = Careful(client)
    listener._event_handler = handler
    client.event_listener = listener
    client.start_event_listening()
    until(lambda: any(one.type == "system_stats" for one in handler.seen))
    lab = client.import_lab(TOPOLOGY, "conformance events")
    until(lambda: ("lab_event", "created", lab.id) in [(one.type, one.subtype, one.lab_id) for one in handler.seen])
    router, link = lab.get_node_by_label("R1"), lab.links()[0]
    lab.auto_sync = False
    router.tags()
    lab.start(wait=False)
    until(lambda: router._state == "BOOTED" and link._state == "STARTED")
    assert all(one._state == "STARTED" for one in router.interfaces())
    until(lambda: any(one.type == "lab_stats" and one.lab_id == lab.id for one in handler.seen))
    router.add_tag("told")
    until(lambda: any(one.type == "lab_element_event" and one.element_id == router.id for one in handler.seen))
    lab.stop(wait=False)
    until(lambda: any(one.type == "lab_event" and one.data.get("state") == "STOPPED" for one in handler.seen))
    assert router._state == "STOPPED"
    lab.wipe(wait=False)
    until(lambda: any(one.type == "lab_event" and one.data.get("state") == "DEFINED_ON_CORE" for one in handler.seen))
    lab.remove()
    until(lambda: any(one.type == "lab_event" and one.subtype == "deleted" for one in handler.seen))
    assert listener._connected
    client.stop_event_listening()
    client.event_listener = None


def check_licensing(client):
    step("licensing: a bad token, then a good one, renewals, features")
    licensing = client.licensing
    assert licensing.status()["registration"]["status"] == "NOT_REGISTERED"
    licensing.register("BADtoken")
    until(lambda: licensing.status()["registration"]["status"] == "FAILED")
    assert "'BADtoken' is not valid" in licensing.status()["registration"]["register_time"]["failure"]
    licensing.register_wait("GOODtoken")
    status = licensing.status()
    assert status["authorization"]["status"] == "IN_COMPLIANCE" and status["product_license"]["active"] == "CML_Enterprise"
    assert licensing.renew_authorization() and licensing.register_renew()
    node_count = licensing.features()[1]["id"]
    licensing.update_features([{"id": node_count, "count": 10}])
    assert licensing.features()[1]["in_use"] == 10
    assert licensing.tech_support()
    refuses(lambda: licensing.set_product_license("CML_Enterprise"))
    refuses(licensing.request_reservation)
    licensing.set_transport("https://example.com/license", "proxy.example.com", 8080)
    licensing.set_default_transport()
    assert client.get_system_health()["is_licensed"] is True


def check_users(client):
    step("users and groups")
    user = client.user_management.create_user("conformance", "a-Long-pass-1", admin=False)
    group = client.group_management.create_group("conformance", members=[user["id"]])
    assert client.user_management.user_id("conformance") == user["id"]
    assert client.group_management.group_id("conformance") == group["id"]
    assert client.user_management.get_user(user["id"])["groups"] == [group["id"]]
    assert client.user_management.user_groups(user["id"]) == [group["id"]]
    assert client.group_management.group_members(group["id"]) == [user["id"]]
    client.group_management.update_group(group["id"], description="changed", members=[])
    assert client.group_management.get_group(group["id"])["description"] == "changed"
    assert client.user_management.get_user(user["id"])["groups"] == []
    refuses(lambda: client.user_management.create_user("conformance", "a-Long-pass-1"), 422)
    refuses(lambda: client.user_management.create_user("short", "short"), 403)
    client.user_management.update_user(user["id"], fullname="Con Formance", admin=True)
    assert client.user_management.get_user(user["id"])["admin"] is True
    client.group_management.delete_group(group["id"])
    client.user_management.delete_user(user["id"])
    assert len(client.user_management.users()) == 1


def check_built_lab(client):
    step("a lab built by hand: nodes, interfaces, links, conditions, annotations")
    lab = client.create_lab("by hand", "described", "noted")
    one = lab.create_node("one", "iosv", 0, 0, populate_interfaces=True)
    two = lab.create_node("two", "alpine", 100, 0)
    lab.sync()
    assert [interface.label for interface in one.interfaces()][:2] == ["Loopback0", "GigabitEthernet0/0"]
    link = lab.connect_two_nodes(one, two)
    assert "one-GigabitEthernet0/0<->two-eth0" in lab.download()
    link.set_condition(2000, 50, 0, 5.1)
    assert link.get_condition()["bandwidth"] == 2000
    link.remove_condition()
    note = lab.create_annotation("text", text_content="hello")
    note.text_content = "changed"
    one.add_tag("serial:4567")
    one.x = 40
    lab.title = "renamed"
    lab.sync()
    assert lab.get_node_by_label("one").tags() == ["serial:4567"] and lab.title == "renamed"
    assert lab.annotations()[0].text_content == "changed"
    lab.remove_link(link)
    lab.remove_nodes()
    assert lab.nodes() == []
    lab.remove()


def check_imported_lab(client):
    step("a lab imported, started, read, extracted, stopped, wiped, deleted")
    lab = client.import_lab(TOPOLOGY, "conformance import")
    assert lab.title == "conformance import" and lab.state() == "DEFINED_ON_CORE"
    lab.wait_for_covergence = True
    lab.start(wait=True)
    assert lab.state() == "STARTED" and lab.has_converged()
    assert lab.is_active()
    router = lab.get_node_by_label("R1")
    assert router.is_booted() and router.state == "BOOTED"
    assert lab.links()[0].state == "STARTED"
    lab.sync_statistics()
    lab.sync_layer3_addresses()
    lab.sync_operational()
    assert router.console_key() and router.console_logs(0)
    router.extract_configuration()
    lab.sync(exclude_configurations=False)
    assert "hostname R1" in router.configuration
    assert client.get_system_stats()["computes"][router.compute_id]["stats"]["dominfo"]["running_nodes"] == 2
    assert [one.id for one in client.find_labs_by_title("conformance import")] == [lab.id]
    assert lab.id in client.get_lab_list(show_all=True)
    downloaded = lab.download()
    assert "R1-Ethernet0/0<->pc-eth0" in downloaded and "text_content: conformance" in downloaded
    refuses(client.licensing.deregister)
    refuses(lab.wipe)
    lab.stop(wait=True)
    assert lab.state() == "STOPPED"
    refuses(lambda: client.remove_lab(lab.id))
    lab.wipe(wait=True)
    assert lab.state() == "DEFINED_ON_CORE"
    again = client.import_lab(downloaded, "conformance again")
    assert len(again.nodes()) == 2 and len(again.links()) == 1
    again.remove()
    lab.remove()
    assert client.find_labs_by_title("conformance import") == []


def check_nodes_one_by_one(client):
    step("nodes one by one: start, logs, keys, addresses of interfaces, statistics, stop, wipe")
    lab = client.import_lab(TOPOLOGY, "conformance nodes")
    router, pc = lab.get_node_by_label("R1"), lab.get_node_by_label("pc")
    pc.start(wait=True)
    assert pc.is_booted() and not router.is_active() and lab.state() == "STARTED"
    assert pc.compute_id and pc.vnc_key()
    assert len(pc.console_logs(0, 1).splitlines()) == 1
    refuses(lambda: router.console_logs(7))
    pc.sync_interface_operational()
    assert pc.get_interface_by_label("eth0").deployed_mac_address.startswith("52:54:00")
    lab.sync_statistics()
    assert pc.cpu_usage >= 0 and lab.statistics["nodes"] == 2
    refuses(lambda: pc.update({"ram": 1024}, exclude_configurations=True))
    pc.update({"label": "pc renamed"}, exclude_configurations=True)
    assert lab.get_node_by_label("pc renamed").id == pc.id
    refuses(pc.remove)
    pc.stop(wait=True)
    pc.wipe(wait=True)
    assert pc.state == "DEFINED_ON_CORE" and lab.state() == "DEFINED_ON_CORE"
    lab.remove()


def check_drawing_and_rights(client, url):
    step("smart annotations, tags, events, mappings, and who may see a lab")
    lab = client.create_lab("conformance rights")
    node = lab.create_node("one", "alpine", 0, 0, populate_interfaces=True)
    node.add_tag("exam")
    assert [one.label for one in lab.find_nodes_by_tag("exam")] == ["one"]
    lab.sync()
    smart = lab.get_smart_annotation_by_tag("exam")
    smart.label = "the exam"
    lab.sync()
    assert lab.get_smart_annotation_by_tag("exam").label == "the exam"
    box = lab.create_annotation("rectangle", x1=1, y1=2, x2=3, y2=4)
    box.update({"type": "rectangle", "thickness": 5}, push_to_server=True)
    lab.sync()
    assert lab.annotations()[0].thickness == 5
    lab.remove_annotations()
    assert lab.annotations() == []
    assert lab.sync_events() in (True, False) and lab.details()["node_count"] == 1
    assert lab.connector_mappings == [] and lab.get_pyats_testbed()
    lab.build_configurations()
    check_rights(client, url, lab)
    lab.remove_nodes()
    lab.remove()


def check_rights(client, url, lab):
    user = client.user_management.create_user("candidate", "a-Long-pass-1", admin=False)
    other = ClientLibrary(url, "candidate", "a-Long-pass-1", ssl_verify=False, raise_for_auth_failure=True)
    assert other.get_lab_list(show_all=True) == []
    refuses(lambda: other.join_existing_lab(lab.id), 404)
    lab.update_associations({"users": [{"id": user["id"], "permissions": ["lab_view"]}], "groups": []})
    assert lab.associations["users"][0]["permissions"] == ["lab_view"]
    assert other.get_lab_list(show_all=True) == [lab.id] and other.get_lab_list() == []
    assert client.user_management.associations(user["id"])[0]["id"] == lab.id
    seen = other.join_existing_lab(lab.id)
    assert seen.title == "conformance rights"
    refuses(lambda: seen.start(wait=False), 403)
    refuses(seen.remove, 403)
    lab.update_associations({"users": [{"id": user["id"], "permissions": ["lab_view", "lab_edit", "lab_exec"]}], "groups": []})
    seen.notes = "edited by the candidate"
    lab.sync()
    assert lab.notes == "edited by the candidate"
    client.user_management.delete_user(user["id"])
    assert lab.associations["users"] == []


def refuses(call, status=400):
    """The client's own errors differ between its releases; behind each is the answer of the server."""
    try:
        call()
    except Exception as error:
        answered = error
        while answered and not hasattr(answered, "response"):
            answered = answered.__cause__ or answered.__context__
        assert answered, error
        assert answered.response.status_code == status, (answered.response.status_code, error)
        return
    raise AssertionError("it should have been refused")


def main(url, username, password):
    step("login")
    client = ClientLibrary(url, username, password, ssl_verify=False, raise_for_auth_failure=True)
    check_system(client)
    check_definitions(client)
    check_health(client)
    check_licensing(client)
    check_custom_definitions(client)
    check_pools(client)
    check_users(client)
    check_built_lab(client)
    check_imported_lab(client)
    check_nodes_one_by_one(client)
    check_drawing_and_rights(client, url)
    check_events(client)
    step("de-registration and logout")
    assert client.licensing.deregister() == 204
    assert client.licensing.status()["registration"]["status"] == "NOT_REGISTERED"
    client.logout()
    print("conforms")


if __name__ == "__main__":
    main(*(sys.argv[1:] + ["admin", "cml-simulator"])[:3])
