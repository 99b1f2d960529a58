import { GlueCatalogDatabase } from '@cdktf/provider-aws/lib/glue-catalog-database';
import { GlueCatalogTable } from '@cdktf/provider-aws/lib/glue-catalog-table';
import { LakeformationDataLakeSettings } from '@cdktf/provider-aws/lib/lakeformation-data-lake-settings';
import { LakeformationResource } from '@cdktf/provider-aws/lib/lakeformation-resource';
import type { Construct } from 'constructs';
import { type Environment, Layer } from '../layer';
import { type BucketPurpose, DATABASE, type RoleName, SANDBOX } from '../names';
import { DEMO_TABLES, type DemoTable } from '../tables';

export interface CatalogProps {
  buckets: Record<BucketPurpose, string>;
  roles: Record<RoleName, string>;
  dataAccessRole: string;
}

/**
 * Tables as metadata: the databases, the raw CSV tables, the Iceberg tables, the registered location.
 *
 * The data lake settings are here and not with the grants: whatever is created while they still hold their defaults
 * carries a grant to IAM_ALLOWED_PRINCIPALS, which switches Lake Formation off for it and which no Terraform resource
 * can revoke. So they come before the first database.
 */
export class CatalogLayer extends Layer {
  constructor(scope: Construct, environment: Environment, props: CatalogProps) {
    super(scope, 'catalog', environment);
    const before = environment.lakeSettings;
    const settings = new LakeformationDataLakeSettings(this, 'settings', {
      ...before,
      // Administrators grant, they read nothing: SELECT is never implicit. Leaving the default permissions out empties them.
      admins: [...new Set([...(before?.admins ?? []), environment.deployerArn, props.roles.steward])],
    });
    const database = (name: string, description: string) =>
      new GlueCatalogDatabase(this, name, {
        name,
        description,
        locationUri: `s3://${props.buckets.lake}/${name}/`,
        dependsOn: [settings],
      });
    const lakehouse = database(DATABASE, 'The demo, governed by Lake Formation');
    database(SANDBOX, "The learner's own tables");

    // Only what lies below this prefix is governed; the sandbox is the learner's to write.
    const location = new LakeformationResource(this, 'location', {
      arn: `arn:aws:s3:::${props.buckets.lake}/${DATABASE}`,
      roleArn: props.dataAccessRole,
      dependsOn: [settings],
    });
    for (const table of DEMO_TABLES) {
      this.rawTable(table, lakehouse, props.buckets.raw);
      this.icebergTable(table, lakehouse, props.buckets.lake, location);
    }
    this.output('databases', { lakehouse: DATABASE, sandbox: SANDBOX });
    this.output(
      'tables',
      DEMO_TABLES.map((table) => table.name),
    );
    this.output('registered_location', location.arn);
  }

  /** The CSV file as it is: every column is text, for that is what a CSV file holds. */
  private rawTable(table: DemoTable, database: GlueCatalogDatabase, bucket: string): void {
    new GlueCatalogTable(this, table.raw, {
      name: table.raw,
      databaseName: database.name,
      description: `${table.comment}: the CSV file`,
      tableType: 'EXTERNAL_TABLE',
      parameters: { EXTERNAL: 'TRUE', classification: 'csv', 'skip.header.line.count': '1' },
      storageDescriptor: {
        location: `s3://${bucket}/${table.name}/`,
        inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
        columns: table.columns.map(({ name, comment }) => ({ name, type: 'string', comment })),
        serDeInfo: {
          serializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
          parameters: { separatorChar: ',', quoteChar: '"', escapeChar: '\\' },
        },
      },
    });
  }

  /** Made by Terraform and empty; SQL writes the rows. A commit changes the table's parameters, which is not drift. */
  private icebergTable(
    table: DemoTable,
    database: GlueCatalogDatabase,
    bucket: string,
    location: LakeformationResource,
  ): void {
    new GlueCatalogTable(this, table.name, {
      name: table.name,
      databaseName: database.name,
      description: table.comment,
      tableType: 'EXTERNAL_TABLE',
      openTableFormatInput: { icebergInput: { metadataOperation: 'CREATE', version: '2' } },
      storageDescriptor: {
        location: `s3://${bucket}/${DATABASE}/${table.name}`,
        // As every commit writes them, so that only a change of the columns themselves is drift.
        columns: table.columns.map(({ name, type, comment }, i) => ({
          name,
          type,
          comment,
          parameters: {
            'iceberg.field.id': String(i + 1),
            'iceberg.field.optional': 'true',
            'iceberg.field.current': 'true',
          },
        })),
      },
      // How it was made is not in the catalog: without its name here, a table that is imported would be made anew.
      lifecycle: {
        ignoreChanges: [
          'parameters',
          'open_table_format_input',
          'storage_descriptor[0].additional_locations',
        ],
      },
      dependsOn: [location],
    });
  }
}
