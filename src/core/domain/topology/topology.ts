export interface ConfigurationFile {
  readonly name: string;
  readonly content: string;
}

export interface TopologyInterface {
  readonly id: string;
  readonly label: string;
  readonly type: 'physical' | 'loopback';
  readonly slot?: number | undefined;
}

export interface TopologyNode {
  readonly id: string;
  /** What people call the node; CML does not promise that it is unique. */
  readonly label: string;
  readonly nodeDefinition: string;
  readonly imageDefinition?: string | undefined;
  readonly x: number;
  readonly y: number;
  /** What the lab asks for instead of the definition's own figures. */
  readonly cpus?: number | undefined;
  readonly memoryMiB?: number | undefined;
  readonly bootDiskGiB?: number | undefined;
  readonly dataVolumeGiB?: number | undefined;
  readonly tags: readonly string[];
  /** The main configuration file; empty when the lab gives none and the node starts with its definition's default. */
  readonly configuration: string;
  readonly configurationFiles: readonly ConfigurationFile[];
  readonly interfaces: readonly TopologyInterface[];
}

export interface LinkEnd {
  readonly node: string;
  readonly interface: string;
}

export interface TopologyLink {
  readonly id: string;
  readonly label: string;
  readonly a: LinkEnd;
  readonly b: LinkEnd;
}

/** One CML lab, whatever version of the file format it was written in. */
export interface Topology {
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly notes: string;
  readonly nodes: readonly TopologyNode[];
  readonly links: readonly TopologyLink[];
}

export interface TopologyRejection {
  readonly code: 'topology.invalid';
  /** `nodes.3.node_definition`; empty when the text as a whole is at fault. */
  readonly path: string;
  readonly message: string;
  /** One-based place in the text, where one can be named. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** Whatever else is wrong. */
  readonly others?: readonly Omit<TopologyRejection, 'code' | 'others'>[] | undefined;
}
