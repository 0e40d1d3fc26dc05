import type { Http } from './http.ts';
import { apiPaths } from './paths.ts';
import { createSchedulerApi } from './scheduler-api.ts';
import type {
  JobStatus,
  MailWishes,
  MyMail,
  Notice,
  RefreshAnswer,
  RetentionPreview,
  SystemHealth,
  Worker,
} from './views.ts';

/** What is asked and ordered of the installation itself, and of the records that it keeps. */
export function createSystemApi(http: Http) {
  return {
    ...createSchedulerApi(http),
    systemHealth: async () => http.get<SystemHealth>(apiPaths.systemHealth()),
    resignLeader: async (election: string, token: number, reason: string) =>
      http.post<unknown>(apiPaths.resignLeader(election), {
        token,
        ...(reason.trim() !== '' && { reason: reason.trim() }),
      }),
    jobs: async () => (await http.get<{ readonly items: readonly JobStatus[] }>(apiPaths.jobs())).items,
    triggerJob: async (name: string) => http.post<unknown>(apiPaths.triggerJob(name)),
    scheduleJob: async (name: string, schedule: { readonly everyMs?: number; readonly enabled: boolean }) =>
      http.put<unknown>(apiPaths.job(name), schedule),
    changeSettings: async (values: Readonly<Record<string, unknown>>) =>
      http.patch<unknown>(apiPaths.settings(), { values }),
    resetSetting: async (name: string) => http.delete<unknown>(apiPaths.setting(name)),
    testNotices: async () => http.post<{ readonly items: readonly Notice[] }>(apiPaths.testNotices(), {}),
    myMail: async () => http.get<MyMail>(apiPaths.myMail()),
    changeMyMail: async (wishes: MailWishes) => http.put<MyMail>(apiPaths.myMail(), wishes),
    testMyMail: async () => http.post<{ readonly items: readonly Notice[] }>(apiPaths.testMyMail(), {}),
    retryNotice: async (id: string) => http.post<Notice>(apiPaths.retryNotice(id)),
    retention: async () => http.get<RetentionPreview>(apiPaths.retention()),
    refreshWorker: async (id: string) => http.post<RefreshAnswer>(apiPaths.workerAction(id, 'refresh')),
    syncWorker: async (id: string) => http.post<Worker>(apiPaths.workerAction(id, 'sync')),
    deleteWorker: async (id: string, reason: string) =>
      http.delete<Worker>(
        `${apiPaths.worker(id)}?${new URLSearchParams(reason.trim() === '' ? {} : { reason: reason.trim() }).toString()}`,
      ),
  };
}
