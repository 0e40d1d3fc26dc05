export interface RulesProblem {
  readonly code:
    | 'rules.empty'
    | 'rules.cut-score'
    | 'rules.duplicate-id'
    | 'rules.points'
    | 'rules.unknown-node'
    | 'rules.ambiguous-node'
    | 'rules.no-configuration'
    | 'rules.unknown-interface'
    | 'rules.command'
    | 'rules.regex'
    | 'rules.check';
  /** `sections.0.items.2.node` */
  readonly path: string;
  readonly message: string;
}
