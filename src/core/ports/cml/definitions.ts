/** A kind of node that a server knows. */
export interface CmlNodeDefinition {
  readonly id: string;
  readonly label: string;
  /** `router`, `switch`, `server`, `firewall`, `external_connector`, and what later versions add. */
  readonly nature: string;
  /** Made by somebody on this server. CML itself tells it by what is not read-only. */
  readonly isCustom: boolean;
  /** Absent for what is no machine. */
  readonly cpus?: number | undefined;
  readonly memoryMiB?: number | undefined;
  /** Ids of the images that such a node can boot from here. */
  readonly images: readonly string[];
  /** It needs no image, or there is one: nodes of this kind can start on this server. */
  readonly canStart: boolean;
}

/** Something that nodes boot from. CML does not tell where its files are, nor how large; only their names. */
export interface CmlImageDefinition {
  readonly id: string;
  readonly label: string;
  readonly nodeDefinition: string;
  readonly isCustom: boolean;
  /** Its disk images, or the tag of its container. */
  readonly files: readonly string[];
  /** What its nodes get when it is not what their definition says. */
  readonly cpus?: number | undefined;
  readonly memoryMiB?: number | undefined;
}
