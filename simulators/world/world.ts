import { join } from 'node:path';
import { loopbackAddress } from '@lcm/aws-simulator/addresses';
import type { Disks } from '@lcm/aws-simulator/model/disks';
import { Ec2Model } from '@lcm/aws-simulator/model/ec2-model';
import { defaultSettings as awsSettings } from '@lcm/aws-simulator/model/settings';
import { startAwsSimulator } from '@lcm/aws-simulator/server';
import { CmlFarm } from '@lcm/cml-simulator/farm';
import { commandsBetween } from '@lcm/cml-simulator/model/ios/commands-between';
import type { Clock, Random } from '@lcm/core/kernel';
import { contentFolder } from '@lcm/lds-simulator/content/content-folder';
import type { CloudEventsSink } from '@lcm/lds-simulator/events/cloud-events-sink';
import { LdsModel } from '@lcm/lds-simulator/model/lds-model';
import { startLdsSimulator } from '@lcm/lds-simulator/server';
import { Mailbox } from '@lcm/mail-simulator/model/mailbox';
import { type MailSimulator, startMailSimulator } from '@lcm/mail-simulator/server';
import { StateFile } from '@lcm/simulator-kit/state-file';

export interface WorldOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** What the simulated parts must remember when they are killed. */
  readonly folder: string;
  readonly contentFolder: string;
  /** How much faster than life boots, licences and node starts are. */
  readonly speed: number;
  readonly host: string;
  /** Hosts get addresses in 127.<network>.0.0/16, so that several worlds do not meet. */
  readonly network?: number | undefined;
  /** 0 takes any free port. */
  readonly ports: {
    readonly aws: number;
    readonly cml: number;
    readonly lds: number;
    readonly smtp: number;
    /** Of the page that shows what was mailed. */
    readonly mail: number;
  };
  readonly cmlPassword: string;
  readonly lds: { readonly username: string; readonly password: string };
  /** Where candidates' doings are told. */
  readonly sink: CloudEventsSink;
  readonly signal: AbortSignal;
}

export interface World {
  readonly awsUrl: string;
  readonly ldsUrl: string;
  readonly mailUrl: string;
  readonly smtpPort: number;
  readonly close: () => Promise<void>;
}

/** Instances change by the clock alone, so the farm looks at them this often. */
const lookEveryMs = 500;

/** The outside world of people without AWS and CML: programs of their own, reached over the network by everybody. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { clock, random, folder, host, ports, speed } = options;
  const awsFile = new StateFile(join(folder, 'aws.json'));
  // EC2 knows which disk is a copy of which, and the farm what is on them; each needs the other.
  const disks: Disks = {
    copied: (from, to) => farm.copyDisk(from, to),
    gone: (id) => farm.forgetDisk(id),
  };
  const ec2 = new Ec2Model({
    clock,
    random,
    settings: { ...awsSettings, speed },
    addressOf: (n) => loopbackAddress(n, options.network),
    disks,
    saved: awsFile.read(),
  });
  const save = (): void => awsFile.write(ec2.toJSON());
  const farm = await startFarm(ec2, options);
  const aws = await startAwsSimulator({ model: ec2, clock, random, host, port: ports.aws, save });
  const lds = await startLds(options);
  const mail = await startMail(options);
  const close = async (): Promise<void> => {
    await mail.close();
    await lds.close();
    await farm.close();
    await aws.close();
  };
  return { awsUrl: aws.url, ldsUrl: lds.url, mailUrl: mail.url, smtpPort: mail.smtpPort, close };
}

async function startFarm(ec2: Ec2Model, options: WorldOptions): Promise<CmlFarm> {
  const { clock, random, folder, ports, speed, cmlPassword, signal } = options;
  const list = () => ec2.truth.map(({ id, state, address }) => ({ id, state, publicIp: address }));
  const watch = (changed: () => void): (() => void) => {
    const stop = new AbortController();
    void look(changed, { clock, signal: AbortSignal.any([signal, stop.signal]) });
    return () => stop.abort();
  };
  const farm = new CmlFarm({
    source: { list, onChange: watch },
    clock,
    random,
    directory: join(folder, 'cml'),
    port: ports.cml,
    settings: { speed, password: cmlPassword },
  });
  await farm.start();
  return farm;
}

async function look(changed: () => void, { clock, signal }: { clock: Clock; signal: AbortSignal }): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(lookEveryMs, signal);
    if (!signal.aborted) changed();
  }
}

async function startLds(options: WorldOptions): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const { clock, random, folder, host, ports, lds, sink } = options;
  const file = new StateFile(join(folder, 'lds.json'));
  const model = new LdsModel({ clock, random, saved: file.read() });
  const content = contentFolder(options.contentFolder);
  return startLdsSimulator({
    model,
    host,
    port: ports.lds,
    ...lds,
    content,
    sink,
    state: file,
    commandsBetween,
    clock,
  });
}

/** Where mails end that the product sends, whoever they are for. */
async function startMail({ clock, folder, host, ports }: WorldOptions): Promise<MailSimulator> {
  const file = new StateFile(join(folder, 'mail.json'));
  const mailbox = new Mailbox(clock, { saved: file.read(), onChange: (state) => file.write(state) });
  return startMailSimulator({ mailbox, smtp: { host, port: ports.smtp }, page: { host, port: ports.mail } });
}
