import fc from 'fast-check';

/**
 * Loaded before each file of tests. Properties try the same cases in every run, so that a run that fails fails again;
 * `PROPERTY_SEED=7 npm test` tries others.
 */
fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 1) });
