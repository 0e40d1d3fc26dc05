export type { CurrentFigures, Figure } from './current.ts';
export { currentFigures, freshMs } from './current.ts';
export type { FigureName, Figures, Sample, SampleSource } from './sample.ts';
export { figureNames, sampleSources } from './sample.ts';
export type { Thinning } from './thin.ts';
export { shareMs, thin } from './thin.ts';
