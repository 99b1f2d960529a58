import type { CreateTable } from '../../../sql/syntax/ast/statement';
import { QueryFailure } from '../execution/failure';
import { propertyMap } from '../execution/properties';

/** How the files of an external table are read, as Glue keeps it. */
export interface HiveFormat {
  inputFormat: string;
  outputFormat: string;
  serde: string;
  serdeProperties: Record<string, string>;
}

export const LAZY_SIMPLE_SERDE = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';
export const OPEN_CSV_SERDE = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';
export const PARQUET_SERDE = 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe';

const TEXT_INPUT = 'org.apache.hadoop.mapred.TextInputFormat';
const TEXT_OUTPUT = 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat';

/** Classes by the word after STORED AS. */
const FORMATS: Record<string, [inputFormat: string, outputFormat: string, serde: string]> = {
  TEXTFILE: [TEXT_INPUT, TEXT_OUTPUT, LAZY_SIMPLE_SERDE],
  PARQUET: [
    'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    PARQUET_SERDE,
  ],
  ORC: [
    'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat',
    'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat',
    'org.apache.hadoop.hive.ql.io.orc.OrcSerde',
  ],
  AVRO: [
    'org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat',
    'org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat',
    'org.apache.hadoop.hive.serde2.avro.AvroSerDe',
  ],
  SEQUENCEFILE: [
    'org.apache.hadoop.mapred.SequenceFileInputFormat',
    'org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat',
    LAZY_SIMPLE_SERDE,
  ],
};

/** @throws QueryFailure for an unknown word after STORED AS */
export function hiveFormat(statement: CreateTable): HiveFormat {
  const { storedAs, rowFormat } = statement;
  const word = storedAs && 'format' in storedAs ? storedAs.format.toUpperCase() : 'TEXTFILE';
  const known = FORMATS[word];
  if (!known) {
    throw new QueryFailure(
      `FAILED: SemanticException Unrecognized file format in STORED AS clause: '${word}'`,
      1,
      1003,
      {
        hive: true,
      },
    );
  }
  const [inputFormat, outputFormat, serde] = known;
  const classes =
    storedAs && 'inputFormat' in storedAs
      ? { inputFormat: storedAs.inputFormat, outputFormat: storedAs.outputFormat }
      : { inputFormat, outputFormat };
  if (rowFormat?.kind === 'serde') {
    return { ...classes, serde: rowFormat.className, serdeProperties: propertyMap(rowFormat.properties) };
  }
  return {
    ...classes,
    serde,
    serdeProperties: rowFormat ? delimiters(rowFormat) : { 'serialization.format': '1' },
  };
}

function delimiters(
  format: Extract<NonNullable<CreateTable['rowFormat']>, { kind: 'delimited' }>,
): Record<string, string> {
  const properties: Record<string, string | undefined> = {
    'field.delim': format.fieldsTerminatedBy,
    'serialization.format': format.fieldsTerminatedBy ?? '1',
    'escape.delim': format.escapedBy,
    'collection.delim': format.collectionItemsTerminatedBy,
    'mapkey.delim': format.mapKeysTerminatedBy,
    'line.delim': format.linesTerminatedBy,
    'serialization.null.format': format.nullDefinedAs,
  };
  return Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
