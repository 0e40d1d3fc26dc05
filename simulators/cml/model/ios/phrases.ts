/**
 * Commands that the console understands, one phrase each; `*` is any word. Whatever follows a phrase is kept as typed.
 * A command is known by its first word: real IOS knows thousands more, and the lab is not about those.
 */
export const execPhrases = `
enable; disable; exit; logout; quit; configure terminal; write memory; write; copy running-config startup-config;
reload; ping *; traceroute *; terminal length *; terminal width *; terminal monitor; clear; debug; undebug all; clock set;
show running-config; show running-config interface *; show startup-config; show version; show vlan brief; show vlan;
show ip interface brief; show ip route; show interfaces; show interfaces status; show interfaces trunk; show interfaces description;
show cdp neighbors; show lldp neighbors; show spanning-tree; show etherchannel summary; show mac address-table; show arp;
show clock; show users; show history; show inventory; show ip ospf neighbor; show ip protocols; show access-lists; show ntp status
`;

export const globalPhrases = `
hostname *; interface *; vlan *; router ospf *; router eigrp *; router bgp *; router rip; router isis; line con *; line console *;
line vty *; line aux *; ip route *; ip routing; ip default-gateway *; ip domain name *; ip domain lookup; ip domain-name *;
ip domain-lookup; ip name-server *; ip ssh version *; ip ssh bulk-mode; ip http server; ip http secure-server; ip cef;
ip access-list standard *; ip access-list extended *; ip dhcp pool *; ip dhcp excluded-address *; ip dhcp snooping vlan *;
ip dhcp snooping; ip nat inside source *; ip nat pool *; ip forward-protocol nd; ip arp inspection vlan *; ip audit notify;
ip multicast-routing; ip prefix-list *; ip scp server; ip sla *; ip tacacs; ip radius; ip vrf *; ip host *; ip ftp; ip tftp;
ipv6 unicast-routing; ipv6 route *; ipv6 cef; ipv6 router ospf *; ipv6 ioam; ipv6 access-list *; enable secret *; enable password *;
username *; service password-encryption; service timestamps; service compress-config; service dhcp; cdp run; cdp timer *; cdp holdtime *;
lldp run; lldp timer *; lldp holdtime *; lldp reinit *; spanning-tree mode *; spanning-tree vlan * priority *;
spanning-tree vlan * root primary; spanning-tree vlan * root secondary; spanning-tree vlan * forward-time *; spanning-tree vlan * hello-time *;
spanning-tree vlan * max-age *; spanning-tree portfast default; spanning-tree portfast bpduguard default; spanning-tree extend system-id;
spanning-tree pathcost method *; spanning-tree loopguard default; spanning-tree uplinkfast; spanning-tree backbonefast;
vtp mode *; vtp domain *; vtp version *; vtp password *; banner motd *; banner login *; banner exec *; banner incoming *;
logging console; logging host *; logging buffered; logging trap; logging *; ntp server *; ntp master; ntp source *; clock timezone *;
crypto key *; crypto pki *; crypto isakmp *; crypto ipsec *; crypto map *; aaa new-model; aaa authentication *; aaa *; access-list *; snmp-server *;
class-map *; policy-map *; route-map *; key chain *; vrf definition *; vrf context *; errdisable recovery *; mac address-table *; mac-address-table *;
monitor session *; archive; alias *; boot-start-marker; boot-end-marker; boot *; control-plane; redundancy; event manager applet *;
license *; login on-success log; login on-failure log; login block-for *; memory free *; mmi *; multilink bundle-name *;
privilege *; port-channel load-balance *; radius server *; radius-server *; tacacs server *; tacacs-server *; scheduler *; udld *;
platform *; subscriber *; transceiver *; diagnostic *; version *; track *; system *; table-map *; parser *; exception *; file *; sdm *;
fabric *; feature *; nv *; object *; object-group *; qos *; security *; template *; call-home; cts *; device-tracking *; dot1x *; restconf; netconf-yang
`;

export const subPhrases = `
ip address *; ip helper-address *; ip ospf *; ip nat inside; ip nat outside; ip access-group *; ip virtual-reassembly in; ip route-cache;
ip mtu *; ip dhcp snooping trust; ip dhcp snooping limit *; ip arp inspection trust; ip proxy-arp; ip redirects; ip unreachables; ip policy *;
ip tcp adjust-mss *; ip summary-address *; ip hello-interval *; ip hold-time *; ip authentication *; ip pim *; ip igmp *; ip unnumbered *; ip vrf forwarding *;
ip verify *; ip directed-broadcast; ip rip *; ip bandwidth-percent *; ip split-horizon;
ipv6 address *; ipv6 enable; ipv6 ospf *; ipv6 nd *; ipv6 traffic-filter *; ipv6 eigrp *; description *; shutdown; switchport;
switchport mode access; switchport mode trunk; switchport mode dynamic *; switchport access vlan *; switchport voice vlan *;
switchport trunk native vlan *; switchport trunk encapsulation dot1q; switchport trunk encapsulation isl; switchport trunk encapsulation negotiate;
switchport trunk allowed vlan *; switchport trunk allowed vlan add *; switchport trunk allowed vlan remove *; switchport trunk pruning *;
switchport nonegotiate; switchport port-security; switchport port-security maximum *; switchport port-security violation *;
switchport port-security mac-address *; switchport port-security mac-address sticky; switchport port-security aging *; switchport protected; switchport block *; switchport private-vlan *;
duplex *; speed *; negotiation auto; media-type *; bandwidth *; delay *; mtu *; encapsulation dot1Q *; encapsulation ppp; encapsulation hdlc; encapsulation *;
channel-group * mode active; channel-group * mode passive; channel-group * mode on; channel-group * mode desirable; channel-group * mode auto;
channel-protocol *; cdp enable; cdp log *; lldp transmit; lldp receive; lldp med-tlv-select *; lldp tlv-select *; spanning-tree portfast; spanning-tree portfast edge;
spanning-tree portfast trunk; spanning-tree portfast disable; spanning-tree portfast edge trunk; spanning-tree bpduguard enable; spanning-tree bpduguard disable;
spanning-tree bpdufilter enable; spanning-tree guard root; spanning-tree guard loop; spanning-tree guard none; spanning-tree cost *; spanning-tree link-type *;
spanning-tree port-priority *; spanning-tree vlan * cost *; spanning-tree vlan * port-priority *; standby *; vrrp *; glbp *; storm-control *; name *; state *;
network *; router-id *; eigrp router-id *; passive-interface *; default-information originate; auto-cost reference-bandwidth *; area *; redistribute *;
neighbor *; version *; auto-summary; timers *; distance *; maximum-paths *; eigrp *; bgp *; address-family *; exit-address-family; log-adjacency-changes;
default-router *; dns-server *; domain-name *; lease *; host *; client-identifier *; hardware-address *; option *; import *; permit *; deny *; remark *; evaluate *;
login; login local; login authentication *; password *; transport input *; transport output *; transport preferred *; exec-timeout *; logging synchronous; logging event *; session-timeout *;
access-class *; privilege level *; stopbits *; history *; length *; width *; match *; set *; class *; police *; priority *; shape *; fair-queue; queue-limit *; random-detect; key *; key-string *;
icmp-echo *; udp-jitter *; tcp-connect *; threshold *; timeout *; frequency *; tag *; accept-lifetime *; send-lifetime *; action *; event *; enrollment *; subject-name *; revocation-check *; rsakeypair *; hash *; certificate *; usage *; subject-alt-name *;
vrf *; keepalive *; clock rate *; ppp *; tunnel source *; tunnel destination *; tunnel mode *; tunnel *; load-interval *; carrier-delay *; mls *; power *; udld *; authentication *;
dot1x *; macro *; snmp *; service-policy *; nameif *; security-level *; peer *; remote-as *; address *; server *; arp *; mop *; rd *; route-target *; default-metric *; summary-address *;
default-information *; metric *; offset-list *; no-summary; synchronization; flowspec *; autoconfigure *; bfd *; mdix auto; trust *; source *; mode *; interface *; track *; vlan-id *; private-vlan *
`;
