import type { ControlPlane } from '@lcm/core/ports/control-plane';

/** Dies at its n-th command: before it is sent, or after it took effect but before the answer was heard. */
export function dying(plane: ControlPlane, { at, isHeard }: { at: number; isHeard: boolean }): ControlPlane {
  let sent = 0;
  const send: ControlPlane['send'] = async (name, input, options) => {
    sent += 1;
    if (sent < at) return plane.send(name, input, options);
    if (sent === at && isHeard) await plane.send(name, input, options);
    throw new Error('crash');
  };
  const heardOf: ControlPlane['heardOf'] = (news) => plane.heardOf(news);
  const licenseToken: ControlPlane['licenseToken'] = (id) => plane.licenseToken(id);
  return { heardOf, licenseToken, list: (kind) => plane.list(kind), get: (kind, id) => plane.get(kind, id), send };
}
