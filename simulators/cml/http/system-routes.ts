import { z } from 'zod';
import { Refusal } from '../model/cml.ts';
import { allDefinitionDocuments } from '../model/definition-documents.ts';
import { happened } from '../model/happenings.ts';
import { nodeState } from '../model/power.ts';
import {
  allNodes,
  computeHost,
  externalConnector,
  licensingDiagnostics,
  systemHealth,
  systemInformation,
  systemStats,
} from '../model/system.ts';
import { authenticate, logout } from '../model/users.ts';
import { consoleKeys, screenKeys } from './keys.ts';
import { body, type Call, done, flag, ok, type Route, route, visibleTo } from './route.ts';
import { isoSeconds, labView, userView } from './views.ts';

const credentials = z.strictObject({ username: z.string().min(1).max(32), password: z.string() });

const access: readonly Route[] = [
  route(['POST', '/authenticate', 'open', 'authenticate'], (call) =>
    ok(authenticate(call.cml, body(call, credentials)).token),
  ),
  route(['POST', '/auth_extended', 'open', 'authenticate'], (call) => {
    const { token, user } = authenticate(call.cml, body(call, credentials));
    return ok({ username: user.username, id: user.id, token, admin: user.admin, error: null });
  }),
  route(['GET', '/authok'], () => ok('OK')),
  route(['GET', '/authentication'], ({ user, token }) =>
    ok({ username: user.username, id: user.id, token, admin: user.admin, error: null }),
  ),
  route(['DELETE', '/logout'], (call) => {
    logout(call.cml, call.token, flag(call, 'clear_all_sessions'));
    return ok(true);
  }),
  route(['GET', '/web_session_timeout'], ({ cml }) => ok(cml.state.sessionTimeout)),
  route(['PATCH', '/web_session_timeout/:seconds', 'admin'], ({ cml, params }) => {
    const seconds = Number(params['seconds']);
    if (!Number.isInteger(seconds) || seconds < 300 || seconds > 604_800)
      throw new Refusal(400, 'Session timeout is out of range.');
    cml.state.sessionTimeout = seconds;
    return ok('OK');
  }),
];

const host: readonly Route[] = [
  route(['GET', '/system_information', 'open', 'system'], ({ cml }) => ok(systemInformation(cml))),
  route(['GET', '/system_health', 'user', 'health'], ({ cml }) => ok(systemHealth(cml))),
  route(['GET', '/system_stats', 'user', 'stats'], ({ cml }) => ok(systemStats(cml))),
  route(['GET', '/system/compute_hosts'], ({ cml }) => ok([computeHost(cml)])),
  route(['GET', '/system/compute_hosts/configuration'], () => ok({ admission_state: 'REGISTERED' })),
  route(['PATCH', '/system/compute_hosts/configuration', 'admin'], (call) =>
    ok(body(call, z.strictObject({ admission_state: z.enum(['REGISTERED', 'READY']) }))),
  ),
  route(['GET', '/system/compute_hosts/:id'], ({ cml, params }) => {
    if (params['id'] !== cml.state.computeId) throw new Refusal(404, `Compute host not found: ${params['id']}`);
    return ok(computeHost(cml));
  }),
  route(['GET', '/system/external_connectors'], ({ cml }) => ok([externalConnector(cml)])),
  route(['PUT', '/system/external_connectors', 'admin'], ({ cml }) => ok([externalConnector(cml)])),
  route(['GET', '/system/external_connectors/:id'], ({ cml, params }) => {
    if (params['id'] !== cml.state.connectorId) throw new Refusal(404, `External connector not found: ${params['id']}`);
    return ok(externalConnector(cml));
  }),
  route(['GET', '/system/notices'], () => ok([])),
  route(['GET', '/system/maintenance_mode', 'open'], () =>
    ok({ maintenance_mode: false, notice: null, resolved_notice: null }),
  ),
  route(['GET', '/system/auth/config', 'admin'], () => ok({ method: 'local' })),
];

function diagnostics({ cml, user }: Call): Readonly<Record<string, unknown>> {
  const compute = computeHost(cml);
  const ready = systemInformation(cml)['ready'];
  return {
    computes: {
      [cml.state.computeId]: {
        identifier: cml.state.computeId,
        host_address: '::1',
        hostname: cml.settings.hostname,
        kvm_vmx_enabled: cml.settings.kvm,
        is_controller: true,
        admission_state: 'READY',
        lld_consistency: { missing_nodes: [], orphaned_nodes: [] },
        statistics: compute['node_counts'],
      },
    },
    labs: cml.state.labs.map((lab) => labView(cml, lab, user)),
    lab_events: happened(cml)
      .filter(({ lab }) => lab !== null)
      .slice(-100),
    node_launch_queue: allNodes(cml)
      .filter((node) => nodeState(cml, node) === 'QUEUED')
      .map(({ id }) => id),
    services: { dispatcher: true, termws: true },
    node_definitions: Object.fromEntries(allDefinitionDocuments(cml).map((one) => [String(one['id']), true])),
    user_list: cml.state.users.map((one) => userView(cml, one)),
    licensing: licensingDiagnostics(cml),
    startup_scheduler: {
      licensing_loaded: ready,
      core_driver_connected: ready,
      node_definitions_loaded: ready,
      lld_connected: ready,
      lld_synced: ready,
      system_ready: ready,
    },
  };
}

const watching: readonly Route[] = [
  route(['GET', '/telemetry'], () => ok({ opt_in: null, show_modal: false })),
  route(['PUT', '/telemetry'], () => done),
  route(['GET', '/telemetry/events', 'user', 'telemetry'], ({ cml }) => {
    const told = happened(cml).filter(({ category }) => category !== null);
    return ok(told.map(({ at, category, data }) => ({ category, timestamp: isoSeconds(at), data })));
  }),
  route(['POST', '/feedback'], () => ({ status: 201 })),
  route(['GET', '/diagnostics'], (call) => ok(diagnostics(call))),
  route(['GET', '/diagnostics/:category', 'user', 'diagnostics'], (call) => {
    const found = diagnostics(call)[call.params['category'] ?? ''];
    if (found === undefined) throw new Refusal(404, `Diagnostics not found: ${call.params['category']}`);
    return ok(found);
  }),
  route(['GET', '/diagnostic_event_data'], ({ cml }) => {
    const booted = happened(cml).filter(({ event, element }) => event === 'BOOTED' && element === 'NODE');
    return ok(
      booted.map(({ at, lab, id }) => ({ lab_id: lab, node_id: id, event: 'BOOTED', timestamp: isoSeconds(at) })),
    );
  }),
  route(['GET', '/keys/console', 'user', 'console-keys'], (call) => ok(consoleKeys(call.cml, visibleTo(call)))),
  route(['GET', '/keys/vnc', 'user', 'screen-keys'], (call) => ok(screenKeys(call.cml, visibleTo(call)))),
];

export const systemRoutes: readonly Route[] = [...access, ...host, ...watching];
