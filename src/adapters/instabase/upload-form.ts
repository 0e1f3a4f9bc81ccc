import type { UploadForm } from '../../core/uploads.js';
import { fileFields, neededField } from './archives.js';

const labels = {
  base_configs: 'Base configs',
  default_patches: 'Default patches',
  network_policies: 'Network policies',
} as const;

/** What "Upgrade API", section "Create upgrade", says of its parameters. */
export const uploadForm: UploadForm = {
  files: fileFields.map((field) => ({ field, label: labels[field], required: field === neededField })),
  types: ['zip', 'gz', 'tgz'],
  sizes: [
    { name: 'STANDARD', words: '64 CPU cores, 256 GB RAM' },
    { name: 'LARGE', words: '128 CPU cores, 512 GB RAM' },
    { name: 'XLARGE', words: '256 CPU cores, 1024 GB RAM' },
  ],
  // "Common Instabase installer-generated configs which might be part of your configuration but not included in the upgrade resource".
  keep: [
    'control-plane-db-backend-params',
    'aws-keys-storage',
    'db-tls-metadata',
    'google-private-key',
    'google-cloud-key',
    'aws-config',
  ],
  release: 'The release is the one that the base configs name in their file release_version.',
};
