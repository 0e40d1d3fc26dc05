import * as z from 'zod';
import { compareVersions } from '../domain/worker/index.ts';

const version = z
  .string()
  .max(20)
  .regex(/^\d{1,5}(\.\d{1,5}){1,2}$/, 'a version of CML is numbers with points: 2.9 or 2.9.1')
  .meta({ examples: ['2.9'] });

/** Of what a lab runs on. */
export const CmlVersions = z
  .strictObject({
    from: version.optional().meta({ description: 'The first version of CML that it runs on' }),
    below: version.optional().meta({ description: 'The first that it does not run on any more' }),
  })
  .refine(({ from, below }) => from !== undefined || below !== undefined, 'says neither `from` nor `below`')
  .refine(({ from, below }) => from === undefined || below === undefined || compareVersions(from, below) < 0, {
    path: ['below'],
    message: 'is not later than `from`',
  });
