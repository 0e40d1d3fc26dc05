import { WhatIf, WhatIfAnswer } from '@lcm/core/contracts/what-if';
import { ok } from '@lcm/core/kernel';
import { type FleetDeps, fleetNow } from '../../application/fleet-now.ts';
import { defineQuery } from '../../application/operation.ts';
import { consequencesOf } from '../../application/what-if.ts';

/** A change thought through on a copy of the live calendars: nothing is written, nobody is told. */
export const askWhatIf = defineQuery({
  name: 'AskWhatIf',
  summary: 'What more sessions, other templates, fewer workers or more warm labs would lead to',
  allow: 'session:all',
  input: WhatIf,
  output: WhatIfAnswer,
  async handle(asked, _caller, deps: FleetDeps) {
    const answer = consequencesOf(asked, deps.views, fleetNow(deps));
    return answer.ok ? ok(answer.value) : answer;
  },
});
