import { Ec2Error } from '../model/ec2-error.ts';
import type { Ec2Model } from '../model/ec2-model.ts';
import type { QueryForm } from './query-form.ts';
import type { XmlRecord } from './xml.ts';

export interface ActionInput {
  readonly model: Ec2Model;
  readonly region: string;
  readonly form: QueryForm;
}
export type Ec2Action = (input: ActionInput) => XmlRecord;

export function refuseDryRun(form: QueryForm): void {
  if (form.flag('DryRun')) throw new Ec2Error('DryRunOperation');
}
