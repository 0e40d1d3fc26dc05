const lab = `# Two sites and a link between them
lab:
  title: "Two sites over OSPF"
  version: 0.1.0
  description: Bring up OSPF between two sites.
nodes:
  - id: n0
    label: R1
    node_definition: iosv
    x: 0
    y: 0
    configuration: |-
      hostname R1
      !
      interface GigabitEthernet0/0
       ip address 10.0.0.1 255.255.255.252
       no shutdown
    tags:
      - serial:9000
    boot_disk_size: 16
    hide_links: false
  - id: n1
    label: R2
    node_definition: iosv
    x: 200
    y: 0
links:
  - id: l0
    n1: n0
    n2: n1
`;

const configuration = `! Last configuration change at 10:00:00 UTC
version 15.9
hostname R1
!
interface GigabitEthernet0/0
 description to the branch office, by way of a carrier whose name is too long for any screen that there is
 ip address 10.0.0.1 255.255.255.252
 no shutdown
!
router ospf 1
 network 10.0.0.0 0.0.0.3 area 0
!
end
`;

const console = `R1#show ip ospf neighbor
Neighbor ID     Pri   State           Dead Time   Address         Interface
10.0.0.2          1   FULL/DR         00:00:33    10.0.0.2        GigabitEthernet0/0
R1#
`;

/** Files that people read on screen. */
export function textOf(address: string): string | undefined {
  if (/topology\.yaml/.test(address)) return lab;
  if (!/evidence\/file/.test(address)) return undefined;
  return address.includes('.cfg') ? configuration : console;
}
