import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { isSecret, problemsOf, type Service, services, someSecret } from '../service-settings.ts';
import { containerOf, type Deployment, Documents } from './helm-documents.ts';
import { type NamedChecks, runChecks } from './named-checks.ts';
import type { Peer } from './peer.ts';
import { type Ended, run } from './program.ts';

const chart = 'deployment/helm/lablet-cloud-manager';
/** Helm that Go built believes itself before an older Kubernetes than the chart is for. */
const kubernetes = '--kube-version=1.31.0';
const scenarios = ['sqlite', 'mongodb', 'ingress', 'buckets'] as const;
type Scenario = (typeof scenarios)[number];

const valuesOf = (scenario: Scenario): string => `--values=${chart}/ci/${scenario}-values.yaml`;

class Chart {
  readonly #program: string;
  readonly #rendered = new Map<Scenario, Documents>();

  constructor(program: string) {
    this.#program = program;
  }

  helm(...args: readonly string[]): Promise<Ended> {
    return run({ program: this.#program, args, limitMs: 20_000 });
  }

  async render(scenario: Scenario): Promise<Documents> {
    const known = this.#rendered.get(scenario);
    if (known !== undefined) return known;
    const { code, output, errors } = await this.helm('template', 'lcm', chart, kubernetes, valuesOf(scenario));
    equal(code, 0, errors);
    const documents = new Documents(output);
    this.#rendered.set(scenario, documents);
    return documents;
  }

  /** Looks at each pod of each scenario. */
  async eachPod(look: (pod: Deployment, about: { documents: Documents; where: string }) => void): Promise<void> {
    for (const scenario of scenarios) {
      const documents = await this.render(scenario);
      equal(documents.deployments.length, services.length);
      for (const pod of documents.deployments) look(pod, { documents, where: `${scenario}, ${pod.metadata.name}` });
    }
  }
}

function serviceOf(pod: Deployment): Service {
  const { name } = containerOf(pod);
  const service = services.find((known) => known === name);
  ok(service, `${name} is no service of ours`);
  return service;
}

const portSetting: Readonly<Record<Service, string>> = {
  'control-plane-api': 'APP_PORT',
  'resource-scheduler': 'HEALTH_PORT',
  'worker-controller': 'HEALTH_PORT',
  'lablet-controller': 'HEALTH_PORT',
};

/** Values that cannot work, and what of them the schema is to name. */
const refused: readonly (readonly [values: string, named: RegExp])[] = [
  ['controlPlane.replicas=2', /stateStore|redis/],
  ['controlPlane.replicas=0', /controlPlane.*replicas/],
  ['stateStore.type=postgres', /stateStore.*type/],
  ['publicUrl=lablets.example.org', /publicUrl/],
  ['coordination.url=etcd:2379', /coordination.*url/],
  ['ingress.enabled=true', /ingress.*host/],
  ['workerController.settings.CML_WORKER_API_PASSWORD=secret', /workerController.*settings|CML_WORKER_API_PASSWORD/],
  ['controlPlane.settings.appPort=1', /controlPlane.*settings|appPort/],
  ['delivery.secret.name=', /delivery.*secret/],
  ['mongodb.enabled=true', /mongodb/],
  ['blobs.bucket=lcm/blobs', /blobs.*bucket/],
  ['gradingEngine.url=https://grading.example.org', /gradingEngine.*tokenUrl/],
];

const checks: NamedChecks<Chart> = {
  'the chart and its values are as Helm wants them': async (it) => {
    for (const scenario of scenarios) {
      const { code, output, errors } = await it.helm('lint', '--strict', kubernetes, chart, valuesOf(scenario));
      equal(code, 0, `${scenario}: ${output}${errors}`);
    }
  },
  'each service is given settings that it has, and all that it needs': (it) =>
    it.eachPod((pod, { documents, where }) => {
      const container = containerOf(pod);
      const secrets = container.env.map(({ name }) => [name, someSecret(name)]);
      const environment = { ...documents.settingsOf(container), ...Object.fromEntries(secrets) };
      deepEqual(problemsOf(serviceOf(pod), environment), [], where);
    }),
  'secrets come from Secrets, and only secrets do': (it) =>
    it.eachPod((pod, { documents, where }) => {
      const container = containerOf(pod);
      deepEqual(Object.keys(documents.settingsOf(container)).filter(isSecret), [], where);
      const open = container.env.map(({ name }) => name).filter((name) => !isSecret(name));
      ok(
        open.every((name) => /_USER$|_ACCESS_KEY_ID$/.test(name)),
        `${where}: ${open.join()}`,
      );
    }),
  'what is started is there, and it is asked where it listens': (it) =>
    it.eachPod((pod, { documents, where }) => {
      const container = containerOf(pod);
      const service = serviceOf(pod);
      deepEqual(container.args, [`src/${service}/main.ts`], where);
      ok(existsSync(container.args[0] ?? ''), where);
      const port = documents.settingsOf(container)[portSetting[service]];
      deepEqual(container.ports, [{ name: 'http', containerPort: Number(port) }], where);
      const { startupProbe, livenessProbe, readinessProbe } = container;
      const asked = [startupProbe, livenessProbe, readinessProbe].map(
        ({ httpGet: { path, port: at } }) => `${at} ${path}`,
      );
      deepEqual(asked, ['http /health', 'http /health', 'http /ready'], where);
    }),
  'nothing is root, and nothing writes to its own files': (it) =>
    it.eachPod((pod, { where }) => {
      equal(pod.spec.template.spec.securityContext.runAsNonRoot, true, where);
      const hardened = { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false };
      deepEqual(containerOf(pod).securityContext, hardened, where);
    }),
  'controllers find the control plane, and its service finds its pods': (it) =>
    it.eachPod((pod, { documents, where }) => {
      const [service] = documents.services;
      ok(service, where);
      const { selector, ports } = service.spec;
      const isMeant = Object.entries(selector).every(
        ([name, value]) => pod.spec.template.metadata.labels[name] === value,
      );
      const isControlPlane = serviceOf(pod) === 'control-plane-api';
      equal(isMeant, isControlPlane, where);
      const told = documents.settingsOf(containerOf(pod))['CONTROL_PLANE_URL'];
      equal(told, isControlPlane ? undefined : `http://${service.metadata.name}:${ports[0]?.port}`, where);
    }),
  'what is outside is told where it is set up, and nowhere else': async (it) => {
    const told = async (scenario: Scenario, service: Service) => {
      const documents = await it.render(scenario);
      const pod = documents.deployments.find((each) => serviceOf(each) === service);
      ok(pod);
      const container = containerOf(pod);
      const names = [...Object.keys(documents.settingsOf(container)), ...container.env.map(({ name }) => name)];
      return names.filter((name) => /^(GRADING_ENGINE|S3|WEBHOOK)_|^LDS_(DEPLOY|EU)/.test(name)).toSorted();
    };
    const engine = ['CLIENT_ID', 'CLIENT_SECRET', 'SCOPE', 'TOKEN_URL', 'URL'].map((name) => `GRADING_ENGINE_${name}`);
    const s3 = ['ACCESS_KEY', 'ENDPOINT', 'PATH_STYLE', 'REGION', 'SECRET_KEY'].map((name) => `S3_${name}`);
    const deployments = ['LDS_DEPLOYMENTS', 'LDS_EU_WEST_PASSWORD'];
    deepEqual(await told('sqlite', 'lablet-controller'), []);
    deepEqual(await told('ingress', 'lablet-controller'), engine);
    deepEqual(await told('buckets', 'lablet-controller'), s3);
    deepEqual(await told('mongodb', 'lablet-controller'), deployments);
    deepEqual(await told('ingress', 'control-plane-api'), ['GRADING_ENGINE_URL']);
    deepEqual(await told('buckets', 'control-plane-api'), s3);
    deepEqual(await told('mongodb', 'control-plane-api'), [...deployments, 'WEBHOOK_SIGNING_SECRET']);
  },
  'volumes are made unless they are there already': async (it) => {
    const claimed = async (scenario: Scenario) => {
      const documents = await it.render(scenario);
      const volumes = documents.deployments.flatMap(({ spec }) => spec.template.spec.volumes);
      const claims = new Set(volumes.flatMap(({ persistentVolumeClaim: claim }) => claim?.claimName ?? []));
      const made = new Set(documents.names('PersistentVolumeClaim'));
      return { there: [...claims.difference(made)].toSorted(), unused: [...made.difference(claims)] };
    };
    deepEqual(await claimed('sqlite'), { there: [], unused: [] });
    deepEqual(await claimed('mongodb'), { there: ['lcm-content'], unused: [] });
    deepEqual(await claimed('ingress'), { there: ['lcm-blobs', 'lcm-state'], unused: [] });
    deepEqual(await claimed('buckets'), { there: [], unused: [] });
  },
  'SQLite has one writer, also while a new version comes': async (it) => {
    for (const scenario of scenarios) {
      const pod = (await it.render(scenario)).deployments.find((each) => serviceOf(each) === 'control-plane-api');
      const { replicas, strategy } = pod?.spec ?? {};
      const isShared = scenario === 'mongodb';
      deepEqual([replicas, strategy?.type], isShared ? [2, 'RollingUpdate'] : [1, 'Recreate'], scenario);
    }
  },
  'what is switched on comes, and nothing else': async (it) => {
    const optional = async (scenario: Scenario) => {
      const documents = await it.render(scenario);
      return ['Ingress', 'NetworkPolicy', 'PodDisruptionBudget'].map((kind) => documents.names(kind).length);
    };
    deepEqual(await optional('sqlite'), [0, 0, 3]);
    deepEqual(await optional('mongodb'), [0, 4, 4]);
    deepEqual(await optional('ingress'), [1, 0, 3]);
    deepEqual(await optional('buckets'), [0, 0, 3]);
  },
  'values that cannot work are refused by name': async (it) => {
    for (const [values, named] of refused) {
      const { code, errors } = await it.helm('template', 'lcm', chart, kubernetes, valuesOf('sqlite'), '--set', values);
      notEqual(code, 0, `${values} was taken`);
      match(errors, /values don't meet the specifications of the schema/);
      match(errors, named);
    }
  },
};

export const helm: Peer = {
  name: 'helm',
  against: 'the chart, and the settings that the services have',
  // Built from sources: two to five minutes on two cores, once.
  installLimitMs: 600_000,
  check: ({ program }) => runChecks(checks, new Chart(program)),
};
