/** Who grades: this product by the rules of the content, or the engine outside by rules of its own. */
export const gradingEngines = ['built-in', 'external'] as const;
export type GradingEngineName = (typeof gradingEngines)[number];

/** Which engine made a report, and of which make it was. */
export interface GradedBy {
  readonly name: GradingEngineName;
  readonly version: string;
}
