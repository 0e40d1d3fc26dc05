import type { VNode } from 'preact';
import type { Trouble } from '../lib/problem.ts';

export interface SignInPageProps {
  readonly loginHref: string;
  readonly trouble: Trouble | undefined;
}

/** Before anybody is known; also when the server cannot say who it is. */
export function SignInPage({ loginHref, trouble }: SignInPageProps): VNode {
  return (
    <main class="sign-in">
      <img src="/icon.svg" alt="" width="56" height="56" />
      <h1 class="h3">Lablet Cloud Manager</h1>
      <p>Network labs on Cisco Modeling Labs, ready at their time.</p>
      {trouble !== undefined && (
        <div class="alert alert-danger" role="alert">
          <strong>{trouble.title}</strong> {trouble.detail}
        </div>
      )}
      <a class="btn btn-primary" href={loginHref}>
        Sign in
      </a>
    </main>
  );
}
