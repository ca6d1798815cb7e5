/** A town of the demo: real towns and zones, invented streets. */
export interface Place {
  country: string;
  /** IANA zone. */
  zone: string;
  city: string;
  postalCode: string;
  street: string;
}

const place = (country: string, zone: string, city: string, postalCode: string, street: string): Place => ({
  country,
  zone,
  city,
  postalCode,
  street,
});

/** At least one town of every region that the programs in `programs/` ship to, and of every continent for the others. */
export const places: readonly Place[] = [
  place('GB', 'Europe/London', 'Leeds', 'LS1 4AP', 'Orchard Row'),
  place('GB', 'Europe/London', 'Cardiff', 'CF10 1EP', 'Tidewater Lane'),
  place('GB', 'Europe/London', 'Glasgow', 'G1 1XQ', 'Foundry Street'),
  place('GB', 'Europe/London', 'Norwich', 'NR1 3JU', 'Weavers Close'),
  place('IE', 'Europe/Dublin', 'Dublin', 'D02 X285', 'Larkfield Road'),
  place('IE', 'Europe/Dublin', 'Galway', 'H91 E9K1', 'Saltmarsh Terrace'),
  place('IM', 'Europe/Isle_of_Man', 'Douglas', 'IM1 2EA', 'Harbour Steps'),
  place('JE', 'Europe/Jersey', 'Saint Helier', 'JE2 4UH', 'Potters Hill'),
  place('GG', 'Europe/Guernsey', 'Saint Peter Port', 'GY1 1WH', 'Gull Street'),
  place('DE', 'Europe/Berlin', 'Leipzig', '04109', 'Lindengasse'),
  place('DE', 'Europe/Berlin', 'Freiburg', '79098', 'Mühlenweg'),
  place('AT', 'Europe/Vienna', 'Graz', '8010', 'Brunnengasse'),
  place('FR', 'Europe/Paris', 'Lyon', '69002', 'rue des Tilleuls'),
  place('ES', 'Europe/Madrid', 'Valencia', '46002', 'calle del Molino'),
  place('ES', 'Atlantic/Canary', 'Las Palmas', '35002', 'calle del Faro'),
  place('PT', 'Europe/Lisbon', 'Porto', '4050-011', 'rua das Oliveiras'),
  place('IT', 'Europe/Rome', 'Bologna', '40121', 'via dei Mulini'),
  place('NL', 'Europe/Amsterdam', 'Utrecht', '3511 AA', 'Kanaalstraat'),
  place('BE', 'Europe/Brussels', 'Ghent', '9000', 'Wolstraat'),
  place('LU', 'Europe/Luxembourg', 'Esch', '4010', 'rue du Verger'),
  place('DK', 'Europe/Copenhagen', 'Aarhus', '8000', 'Havnegade'),
  place('SE', 'Europe/Stockholm', 'Uppsala', '753 10', 'Kvarngatan'),
  place('FI', 'Europe/Helsinki', 'Turku', '20100', 'Satamakatu'),
  place('PL', 'Europe/Warsaw', 'Gdynia', '81-300', 'ulica Lipowa'),
  place('CZ', 'Europe/Prague', 'Brno', '602 00', 'Lipová'),
  place('US', 'America/New_York', 'Albany', '12207', 'Maple Avenue'),
  place('US', 'America/Los_Angeles', 'Sacramento', '95814', 'Juniper Street'),
  place('CA', 'America/Toronto', 'Toronto', 'M5V 2T6', 'Maple Yard'),
  place('CA', 'America/Vancouver', 'Vancouver', 'V6B 1A1', 'Cedar Wharf'),
  place('BR', 'America/Sao_Paulo', 'Curitiba', '80010-000', 'rua das Araucárias'),
  place('ZA', 'Africa/Johannesburg', 'Cape Town', '8001', 'Protea Road'),
  place('IN', 'Asia/Kolkata', 'Pune', '411001', 'Banyan Lane'),
  place('JP', 'Asia/Tokyo', 'Sendai', '980-0811', 'Keyaki-dori'),
  place('AU', 'Australia/Adelaide', 'Adelaide', '5000', 'Wattle Street'),
];
