import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { type Command, onLoopback } from './program.ts';

const limitMs = 20_000;
export const image = 'ami-01c0ffee000000003';

export const launch = z.object({ Instances: z.array(z.object({ InstanceId: z.string() })) });
export const texts = z.array(z.string());

interface Typed {
  readonly python: string;
  readonly endpoint: string;
  readonly service: 'ec2' | 'cloudwatch';
}

/** `aws ec2 …` against one simulator, as somebody types it. */
export class AwsCli {
  readonly #python: string;
  readonly #service: string;
  readonly #env: NonNullable<Command['env']>;

  constructor({ python, endpoint, service }: Typed) {
    this.#python = python;
    this.#service = service;
    this.#env = {
      AWS_ENDPOINT_URL: endpoint,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
      AWS_SESSION_TOKEN: undefined,
      AWS_PROFILE: undefined,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
      AWS_DEFAULT_OUTPUT: 'json',
      AWS_PAGER: '',
    };
  }

  async json(...args: readonly string[]): Promise<unknown> {
    const { code, output, errors } = await this.#run(args);
    equal(code, 0, `aws ${this.#service} ${args.join(' ')}: ${errors.trim()}`);
    return output.trim() === '' ? undefined : JSON.parse(output);
  }

  /** Asserts that AWS's refusal reaches whoever types, by its code. */
  async refuses(refusal: string, ...args: readonly string[]): Promise<void> {
    const { code, errors } = await this.#run(args);
    notEqual(code, 0, `aws ${this.#service} ${args.join(' ')} was not refused`);
    match(errors, new RegExp(`\\(${refusal.replaceAll('.', '\\.')}\\)`));
  }

  async launch(...args: readonly string[]): Promise<readonly string[]> {
    const answer = launch.parse(await this.json('run-instances', '--image-id', image, ...args));
    return answer.Instances.map(({ InstanceId }) => InstanceId);
  }

  refusesLaunch(refusal: string, ...args: readonly string[]): Promise<void> {
    return this.refuses(refusal, 'run-instances', '--image-id', image, ...args);
  }

  /** Reads lag behind writes, so whoever waits for something asks until it is there. */
  async until(wanted: readonly string[], ...args: readonly string[]): Promise<void> {
    const end = performance.now() + limitMs;
    let found: readonly string[] = [];
    do {
      found = texts.parse(await this.json(...args)).toSorted();
      if (found.join() === wanted.join()) return;
      await sleep(300);
    } while (performance.now() < end);
    deepEqual(found, wanted, `aws ${this.#service} ${args.join(' ')}: not within ${limitMs} ms`);
  }

  #run(args: readonly string[]): ReturnType<typeof onLoopback> {
    const whole = ['-m', 'awscli', this.#service, ...args];
    return onLoopback({ program: this.#python, args: whole, env: this.#env, limitMs });
  }
}

export interface World {
  readonly aws: AwsCli;
  readonly cloudwatch: AwsCli;
  /** The instance that most checks are about. */
  readonly id: string;
  readonly others: readonly string[];
}
