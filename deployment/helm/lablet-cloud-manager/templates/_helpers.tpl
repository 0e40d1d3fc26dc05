{{- define "lcm.fullname" -}}
{{- $name := ternary .Release.Name (printf "%s-%s" .Release.Name .Chart.Name) (contains .Chart.Name .Release.Name) }}
{{- $name | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "lcm.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .service }}
{{- end }}

{{- define "lcm.labels" -}}
{{ include "lcm.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/* One variable from a Secret. */}}
{{- define "lcm.secret" -}}
- name: {{ .variable }}
  valueFrom:
    secretKeyRef: { name: {{ .secret.name }}, key: {{ .secret.key }} }
{{- end }}

{{/* Keycloak as the cluster reaches it. */}}
{{- define "lcm.realm" -}}
{{- with .Values.identity.keycloak }}{{ .internalUrl | default .url | trimSuffix "/" }}/realms/{{ .realm }}{{ end }}
{{- end }}

{{/* etcd's login, where it has one. */}}
{{- define "lcm.coordinationLogin" -}}
{{- with .Values.coordination.secretName }}
{{ include "lcm.secret" (dict "variable" "COORDINATION_USER" "secret" (dict "name" . "key" "user")) }}
{{ include "lcm.secret" (dict "variable" "COORDINATION_PASSWORD" "secret" (dict "name" . "key" "password")) }}
{{- end }}
{{- end }}

{{/* How delivery systems of single regions are told: their passwords stand in variables of their own. */}}
{{- define "lcm.deployments" -}}
{{- $all := list }}
{{- range .Values.delivery.deployments }}
{{- $one := dict "name" .name "region" .region "baseUrl" .url "username" (.username | default "lcm") "passwordVariable" (include "lcm.deploymentPassword" .) }}
{{- with .frontendUrl }}{{ $_ := set $one "frontendBaseUrl" . }}{{ end }}
{{- $all = append $all $one }}
{{- end }}
{{- if $all }}{{ $all | toJson }}{{ end }}
{{- end }}

{{- define "lcm.deploymentPassword" -}}
LDS_{{ .name | upper | replace "-" "_" }}_PASSWORD
{{- end }}

{{- define "lcm.deploymentSecrets" -}}
{{- range .Values.delivery.deployments }}
{{ include "lcm.secret" (dict "variable" (include "lcm.deploymentPassword" .) "secret" .secret) }}
{{- end }}
{{- end }}

{{/* How buckets are reached, for who keeps anything in one: settings, and secrets. */}}
{{- define "lcm.buckets" -}}
{{- with .Values.s3 }}
S3_REGION: {{ .region | quote }}
S3_PATH_STYLE: {{ .pathStyle | quote }}
{{- with .endpoint }}
S3_ENDPOINT: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}

{{- define "lcm.bucketSecrets" -}}
{{- with .Values.s3.secretName }}
{{ include "lcm.secret" (dict "variable" "S3_ACCESS_KEY" "secret" (dict "name" . "key" "access-key")) }}
{{ include "lcm.secret" (dict "variable" "S3_SECRET_KEY" "secret" (dict "name" . "key" "secret-key")) }}
{{- end }}
{{- end }}

{{/* The pod of a service, from its template's metadata on: all four run one image. */}}
{{- define "lcm.pod" -}}
{{- $values := .root.Values -}}
metadata:
  labels: {{- include "lcm.labels" . | nindent 4 }}
  annotations:
    checksum/settings: {{ .config | toJson | sha256sum }}
    {{- with $values.podAnnotations }}{{ toYaml . | nindent 4 }}{{ end }}
spec:
  serviceAccountName: {{ include "lcm.fullname" .root }}
  automountServiceAccountToken: false
  # Variables that Kubernetes makes of the namespace's services are not ours.
  enableServiceLinks: false
  terminationGracePeriodSeconds: 30
  {{- with $values.imagePullSecrets }}
  imagePullSecrets: {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 1000
    runAsGroup: 1000
    fsGroup: 1000
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile: { type: RuntimeDefault }
  containers:
    - name: {{ .service }}
      image: "{{ $values.image.repository }}:{{ $values.image.tag | default .root.Chart.AppVersion }}"
      imagePullPolicy: {{ $values.image.pullPolicy }}
      args: [src/{{ .service }}/main.ts]
      envFrom:
        - configMapRef: { name: {{ include "lcm.fullname" .root }}-{{ .service }} }
      env: {{- .env | nindent 8 }}
      ports:
        - { name: http, containerPort: {{ .port }} }
      startupProbe:
        httpGet: { path: /health, port: http }
        periodSeconds: 2
        failureThreshold: 60
      livenessProbe:
        httpGet: { path: /health, port: http }
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: { path: /ready, port: http }
        periodSeconds: 5
        timeoutSeconds: 5
      resources: {{- toYaml .own.resources | nindent 8 }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: { drop: [ALL] }
      volumeMounts:
        - { name: temporary, mountPath: /tmp }
        {{- with .mounts }}{{ . | nindent 8 }}{{ end }}
  volumes:
    - { name: temporary, emptyDir: {} }
    {{- with .volumes }}{{ . | nindent 4 }}{{ end }}
  {{- with $values.nodeSelector }}
  nodeSelector: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.tolerations }}
  tolerations: {{- toYaml . | nindent 4 }}
  {{- end }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels: {{- include "lcm.selector" . | nindent 10 }}
{{- end }}

{{/* What is the same for every service besides its pod: its settings, and that not all of its pods go at once. */}}
{{- define "lcm.around" -}}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "lcm.fullname" .root }}-{{ .service }}
  labels: {{- include "lcm.labels" . | nindent 4 }}
data:
  {{- range $name, $value := .config }}
  {{ $name }}: {{ $value | toString | quote }}
  {{- end }}
{{- if gt (int .own.replicas) 1 }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "lcm.fullname" .root }}-{{ .service }}
  labels: {{- include "lcm.labels" . | nindent 4 }}
spec:
  minAvailable: 1
  selector:
    matchLabels: {{- include "lcm.selector" . | nindent 6 }}
{{- end }}
{{- if .root.Values.networkPolicy.enabled }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "lcm.fullname" .root }}-{{ .service }}
  labels: {{- include "lcm.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels: {{- include "lcm.selector" . | nindent 6 }}
  policyTypes: [Ingress]
  ingress:
    - ports:
        - { protocol: TCP, port: http }
{{- end }}
{{- end }}
