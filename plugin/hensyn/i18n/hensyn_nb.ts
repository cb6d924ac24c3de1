<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="nb" sourcelanguage="en">
  <context>
    <name>hensyn</name>
    <message>
      <location filename="../access.py" />
      <source>Number of links</source>
      <translation>Antall lenker</translation>
    </message>
    <message>
      <location filename="../access.py" />
      <source>Number of origins</source>
      <translation>Antall opphav</translation>
    </message>
    <message>
      <location filename="../access.py" />
      <source>Number of recreation areas</source>
      <translation>Antall rekreasjonsområder</translation>
    </message>
    <message>
      <location filename="../access.py" />
      <source>Number of remarks about the data</source>
      <translation>Antall merknader til dataene</translation>
    </message>
    <message>
      <location filename="../access.py" />
      <source>Distance to recreation areas</source>
      <translation>Avstand til rekreasjonsområder</translation>
    </message>
    <message>
      <location filename="../access.py" />
      <source>Finds how far people have to go over roads and paths to the nearest recreation area of each class, how many live within reach, and what stands in the way. The result is one styled file with distances, entrances, the network as used, and indicators. With a plan also which paths its development areas close, and how long the ways round are.</source>
      <translation>Finner hvor langt folk må gå langs veger og stier til nærmeste rekreasjonsområde i hver klasse, hvor mange som bor innen rekkevidde, og hva som står i veien. Resultatet er én fil med stiler: avstander, innganger, nettet slik det ble brukt, og indikatorer. Med en plan også hvilke stier utbyggingsområdene stenger, og hvor lange omveiene er.</translation>
    </message>
    <message>
      <location filename="../access.py" />
      <source>network,distance,access,recreation,walking,population,service area</source>
      <translation>nettverk,avstand,tilgang,friluftsliv,gange,befolkning,nærturterreng,rekreasjonsareal</translation>
    </message>
    <message>
      <location filename="../access.py" />
      <source>Groups of people are parts of a number of people: choose that field too.</source>
      <translation>Befolkningsgrupper er deler av et antall personer: velg også feltet med antallet.</translation>
    </message>
    <message>
      <location filename="../access.py" />
      <source>Choose a network: a layer, or a file.</source>
      <translation>Velg et nettverk: et lag eller en fil.</translation>
    </message>
    <message>
      <location filename="../access.py" />
      <source>Choose recreation areas: a layer, or a file.</source>
      <translation>Velg rekreasjonsområder: et lag eller en fil.</translation>
    </message>
    <message>
      <location filename="../algorithm.py" />
      <source>hensyn works in systems with an EPSG number; {} has none.</source>
      <translation>hensyn regner i koordinatsystemer med EPSG-nummer; {} har ikke noe.</translation>
    </message>
    <message>
      <location filename="../algorithm.py" />
      <source>Only selected objects, in layers that have a selection</source>
      <translation>Bare valgte objekter, i lag der noe er valgt</translation>
    </message>
    <message>
      <location filename="../algorithm.py" />
      <source>Counts for all layers above that are chosen in a list.</source>
      <translation>Gjelder alle lag ovenfor som velges i en liste.</translation>
    </message>
    <message>
      <location filename="../algorithm.py" />
      <source>Open the layers of the result</source>
      <translation>Åpne lagene i resultatet</translation>
    </message>
    <message>
      <location filename="../algorithm.py" />
      <source>As one group with styles; without effect outside the QGIS window.</source>
      <translation>Som én gruppe med stiler; uten virkning utenfor QGIS-vinduet.</translation>
    </message>
    <message>
      <location filename="../algorithm.py" />
      <source>Result file</source>
      <translation>Resultatfil</translation>
    </message>
    <message>
      <location filename="../algorithm.py" />
      <source>One file with all layers and tables, styled: SpatiaLite, or GeoPackage when it ends in .gpkg.</source>
      <translation>Én fil med alle lag og tabeller, med stiler: SpatiaLite, eller GeoPackage når den slutter på .gpkg.</translation>
    </message>
    <message>
      <location filename="../assessments.py" />
      <source>Not decided</source>
      <translation>Ikke avgjort</translation>
    </message>
    <message>
      <location filename="../assessments.py" />
      <source>Settled: no conflict in practice</source>
      <translation>Avklart: ingen konflikt i praksis</translation>
    </message>
    <message>
      <location filename="../assessments.py" />
      <source>Plan is to be adapted</source>
      <translation>Planen tilpasses</translation>
    </message>
    <message>
      <location filename="../assessments.py" />
      <source>Area is to be taken out</source>
      <translation>Området tas ut</translation>
    </message>
    <message>
      <location filename="../assessments.py" />
      <source>Accepted, with reasons</source>
      <translation>Aksepteres, med begrunnelse</translation>
    </message>
    <message>
      <location filename="../assessments.py" />
      <source>To be looked into</source>
      <translation>Utredes nærmere</translation>
    </message>
    <message>
      <location filename="../command.py" />
      <source>“{}”: expected theme=value</source>
      <translation>«{}»: ventet tema=verdi</translation>
    </message>
    <message>
      <location filename="../conflict.py" />
      <source>Conflict between plan and considerations</source>
      <translation>Konflikt mellom plan og hensyn</translation>
    </message>
    <message>
      <location filename="../conflict.py" />
      <source>Finds where future development in a zoning plan meets considerations (hensyn): how much, which share of each, and an indicative consequence with its reason. The result is one styled file with conflicts, indicators, remarks about the data and a table of every development area and theme. It is a screening, not an impact assessment.</source>
      <translation>Finner hvor framtidig utbygging i en arealplan møter hensyn: hvor mye, hvor stor del av hver, og en indikativ konsekvens med begrunnelse. Resultatet er én fil med stiler: konflikter, indikatorer, merknader til dataene og en tabell over hvert utbyggingsområde og tema. Det er en første oversikt, ikke en utredning etter forskriften.</translation>
    </message>
    <message>
      <location filename="../conflict.py" />
      <source>plan,zoning,land use,conflict,overlay,consideration,impact,hensyn</source>
      <translation>plan,arealplan,arealformål,konflikt,overlegg,hensyn,konsekvens,arealregnskap</translation>
    </message>
    <message>
      <location filename="../conflict.py" />
      <source>Choose a plan: a layer, or a file.</source>
      <translation>Velg en plan: et lag eller en fil.</translation>
    </message>
    <message>
      <location filename="../conflict.py" />
      <source>Choose considerations of at least one theme.</source>
      <translation>Velg hensyn av minst ett tema.</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>large (−−−)</source>
      <translation>stor (−−−)</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>medium (−−)</source>
      <translation>middels (−−)</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>very large (−−−−)</source>
      <translation>svært stor (−−−−)</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>negligible (0)</source>
      <translation>ubetydelig (0)</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>some (−)</source>
      <translation>noe (−)</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>must be handled, level 3</source>
      <translation>må håndteres, nivå 3</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>must be handled, level 4</source>
      <translation>må håndteres, nivå 4</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>must be checked, level 1</source>
      <translation>må sjekkes, nivå 1</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>must be checked, level 2</source>
      <translation>må sjekkes, nivå 2</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>no hazard</source>
      <translation>ingen fare</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>large</source>
      <translation>stor</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>medium</source>
      <translation>middels</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>no significance</source>
      <translation>uten betydning</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>some</source>
      <translation>noe</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>very large</source>
      <translation>svært stor</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>improved</source>
      <translation>forbedret</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>negligible</source>
      <translation>ubetydelig</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>somewhat degraded</source>
      <translation>noe forringet</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>degraded</source>
      <translation>forringet</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>severely degraded or destroyed</source>
      <translation>sterkt forringet eller ødelagt</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>nearness</source>
      <translation>nærhet</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>overlap</source>
      <translation>overlapp</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>.</source>
      <translation>,</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Area</source>
      <translation>Areal</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Length</source>
      <translation>Lengde</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Share of the plan area</source>
      <translation>Andel av planområdet</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Share of the consideration</source>
      <translation>Andel av hensynet</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Distance</source>
      <translation>Avstand</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Plan area</source>
      <translation>Planområde</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Purpose</source>
      <translation>Arealformål</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>(no name)</source>
      <translation>(uten navn)</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Consideration</source>
      <translation>Hensyn</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Theme</source>
      <translation>Tema</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Kind</source>
      <translation>Art</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Value</source>
      <translation>Verdi</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Impact</source>
      <translation>Påvirkning</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Consequence (indicative)</source>
      <translation>Konsekvens (indikativ)</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Reason</source>
      <translation>Begrunnelse</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Rule</source>
      <translation>Regel</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Status</source>
      <translation>Status</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>No remarks about the data of this conflict.</source>
      <translation>Ingen merknader til dataene i denne konflikten.</translation>
    </message>
    <message>
      <location filename="../factsheet.py" />
      <source>Remarks about the data</source>
      <translation>Merknader til dataene</translation>
    </message>
    <message>
      <location filename="../info.py" />
      <source>not recognised</source>
      <translation>ikke gjenkjent</translation>
    </message>
    <message>
      <location filename="../info.py" />
      <source>Taken for</source>
      <translation>Tas for</translation>
    </message>
    <message>
      <location filename="../info.py" />
      <source>Objects</source>
      <translation>Objekter</translation>
    </message>
    <message>
      <location filename="../info.py" />
      <source>CRS</source>
      <translation>Koordinatsystem</translation>
    </message>
    <message>
      <location filename="../info.py" />
      <source>none</source>
      <translation>ingen</translation>
    </message>
    <message>
      <location filename="../info.py" />
      <source>Fields</source>
      <translation>Felt</translation>
    </message>
    <message>
      <location filename="../info.py" />
      <source>Problem</source>
      <translation>Problem</translation>
    </message>
    <message>
      <location filename="../info.py" />
      <source>What is in a source</source>
      <translation>Hva som er i en kilde</translation>
    </message>
    <message>
      <location filename="../info.py" />
      <source>Says what a file or layer holds and what hensyn takes each layer for: plan, theme, or not recognised, with its fields, coordinate system and problems. Use it before a run when in doubt.</source>
      <translation>Sier hva en fil eller et lag holder, og hva hensyn tar hvert lag for: plan, tema eller ikke gjenkjent, med felt, koordinatsystem og problemer. Bruk den før en kjøring når du er i tvil.</translation>
    </message>
    <message>
      <location filename="../info.py" />
      <source>info,describe,recognise,sosi,gml,hensyn</source>
      <translation>info,beskriv,gjenkjenn,sosi,gml,hensyn</translation>
    </message>
    <message>
      <location filename="../info.py" />
      <source>Choose a layer or a file.</source>
      <translation>Velg et lag eller en fil.</translation>
    </message>
    <message>
      <location filename="../info.py" />
      <source>The description as JSON</source>
      <translation>Beskrivelsen som JSON</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Conflict</source>
      <translation>Konflikt</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Considerations</source>
      <translation>Hensyn</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Plan</source>
      <translation>Plan</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Data quality</source>
      <translation>Datakvalitet</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Tables</source>
      <translation>Tabeller</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Conflict (points)</source>
      <translation>Konflikt (punkt)</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Conflict (lines)</source>
      <translation>Konflikt (linje)</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Conflict (areas)</source>
      <translation>Konflikt (areal)</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Where considerations meet (number of themes)</source>
      <translation>Samlet belastning (antall temaer)</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Entrances</source>
      <translation>Innganger</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Distance from origins</source>
      <translation>Avstand fra opphav</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Routes</source>
      <translation>Ruter</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Paths that the plan closes, by detour</source>
      <translation>Stier som planen stenger, etter omveien</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Paths in each development area</source>
      <translation>Stier i hvert utbyggingsområde</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Network by distance</source>
      <translation>Nettet etter avstand</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Reached links</source>
      <translation>Rekkevidde langs nettet</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Recreation areas (points)</source>
      <translation>Rekreasjonsområder (punkt)</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Recreation areas (lines)</source>
      <translation>Rekreasjonsområder (linje)</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Recreation areas</source>
      <translation>Rekreasjonsområder</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Zone around what is reached (for the map only)</source>
      <translation>Sone rundt rekkevidden (bare for kartet)</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Considerations (points)</source>
      <translation>Hensyn (punkt)</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Considerations (lines)</source>
      <translation>Hensyn (linje)</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Considerations (areas)</source>
      <translation>Hensyn (areal)</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Land-use areas (arealformål)</source>
      <translation>Arealformål</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Indicators</source>
      <translation>Indikatorer</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Development area × theme</source>
      <translation>Planområde × tema</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>People within reach</source>
      <translation>Dekning (befolkning innen rekkevidde)</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Groups of people</source>
      <translation>Befolkningsgrupper</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Sources</source>
      <translation>Kilder</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>The run</source>
      <translation>Kjøring</translation>
    </message>
    <message>
      <location filename="../layers.py" />
      <source>Decisions and comments</source>
      <translation>Vurderinger</translation>
    </message>
    <message>
      <location filename="../mapsheet.py" />
      <source>Map sheet (PDF)</source>
      <translation>Kartark (PDF)</translation>
    </message>
    <message>
      <location filename="../mapsheet.py" />
      <source>Makes a map sheet of a result: map with north up, title, legend, scale bar, the table of indicators, sources and date, in A4 or A3. A template of your own can take the place of the built-in ones. Texts on the sheet are Norwegian.</source>
      <translation>Lager et kartark av et resultat: kart med nord opp, tittel, tegnforklaring, målestokk, tabellen med indikatorer, kilder og dato, i A4 eller A3. En egen mal kan brukes i stedet for de innebygde. Tekstene på arket er norske.</translation>
    </message>
    <message>
      <location filename="../mapsheet.py" />
      <source>map,layout,print,pdf,atlas,hensyn</source>
      <translation>kart,utskrift,layout,pdf,atlas,hensyn</translation>
    </message>
    <message>
      <location filename="../mapsheet.py" />
      <source>Page</source>
      <translation>Ark</translation>
    </message>
    <message>
      <location filename="../mapsheet.py" />
      <source>Subject</source>
      <translation>Emne</translation>
    </message>
    <message>
      <location filename="../mapsheet.py" />
      <source>konflikt or avstand; by default what the result has, conflicts first.</source>
      <translation>konflikt eller avstand; til vanlig det resultatet har, konflikter først.</translation>
    </message>
    <message>
      <location filename="../mapsheet.py" />
      <source>Title</source>
      <translation>Tittel</translation>
    </message>
    <message>
      <location filename="../mapsheet.py" />
      <source>Layout template of your own</source>
      <translation>Egen utskriftsmal</translation>
    </message>
    <message>
      <location filename="../mapsheet.py" />
      <source>Map sheet</source>
      <translation>Kartark</translation>
    </message>
    <message>
      <location filename="../mapsheet.py" />
      <source>Choose a result file.</source>
      <translation>Velg en resultatfil.</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>Opening the sources</source>
      <translation>Åpner kildene</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>Reading</source>
      <translation>Leser</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>Repairing</source>
      <translation>Reparerer</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>Overlaying plan and considerations</source>
      <translation>Legger plan og hensyn over hverandre</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>Reading the plan</source>
      <translation>Tolker planen</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>Computing shares</source>
      <translation>Regner andeler</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>Finding the nearest considerations</source>
      <translation>Finner de nærmeste hensynene</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>Computing indicators</source>
      <translation>Regner indikatorer</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>Writing the result</source>
      <translation>Skriver resultatet</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>Checking the result</source>
      <translation>Kontrollerer resultatet</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>Describing the sources</source>
      <translation>Beskriver kildene</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>The run failed on the way.</source>
      <translation>Kjøringen feilet underveis.</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>Something in the settings is not right.</source>
      <translation>Noe i innstillingene stemmer ikke.</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>A data source cannot be read, or holds nothing that can be used.</source>
      <translation>En datakilde kan ikke leses, eller holder ingenting som kan brukes.</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>The result cannot be written there.</source>
      <translation>Resultatet kan ikke skrives dit.</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>The result breaks a rule that every result must keep.</source>
      <translation>Resultatet bryter en regel som alle resultater skal holde.</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>Cancelled. Nothing was written; an earlier result stands as it was.</source>
      <translation>Avbrutt. Ingenting ble skrevet; et tidligere resultat står som det var.</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>The program {} could not be started. Is the file there, and may it be run?</source>
      <translation>Programmet {} kunne ikke startes. Finnes filen, og kan den kjøres?</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>The program hensyn stopped unexpectedly. Nothing was written. Please report it with the lines above.</source>
      <translation>Programmet hensyn stanset uventet. Ingenting ble skrevet. Meld gjerne fra, med linjene ovenfor.</translation>
    </message>
    <message>
      <location filename="../messages.py" />
      <source>The program ended with the unknown code {}.</source>
      <translation>Programmet sluttet med den ukjente koden {}.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>On the ellipsoid (true areas)</source>
      <translation>På ellipsoiden (sanne arealer)</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>In the map plane</source>
      <translation>I kartplanet</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>All plans count</source>
      <translation>Alle planer teller</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>The plan named first stands</source>
      <translation>Planen som er nevnt først, gjelder</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>The newest plan stands</source>
      <translation>Den nyeste planen gjelder</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>By bicycle</source>
      <translation>Sykkel</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>By car</source>
      <translation>Bil</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>On foot</source>
      <translation>Gange</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>All within the limit alike</source>
      <translation>Alle innenfor grensen likt</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Not computed</source>
      <translation>Beregnes ikke</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Exponential</source>
      <translation>Eksponentiell</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>In steps</source>
      <translation>I trinn</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Gaussian</source>
      <translation>Gaussisk</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Kernel density</source>
      <translation>Kjernetetthet</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Time</source>
      <translation>Tid</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Replace an earlier result</source>
      <translation>Erstatt et tidligere resultat</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Replaces a file that hensyn wrote earlier, and nothing else; decisions and comments in it are carried over.</source>
      <translation>Erstatter en fil som hensyn har skrevet før, og ingenting annet; avgjørelser og kommentarer i den følger med.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Write to PostGIS instead of to a file</source>
      <translation>Skriv til PostGIS i stedet for til fil</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>PG:dbname=... host=... schema=NAME; the schema is made, or replaced when it holds an earlier result. Keep passwords in a service or .pgpass file.</source>
      <translation>PG:dbname=... host=... schema=NAVN; skjemaet lages, eller erstattes når det holder et tidligere resultat. Ha passord i en service- eller .pgpass-fil.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Working CRS</source>
      <translation>Koordinatsystem for beregningen</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Computed and stored in this system; by default the plan's own, else the UTM zone.</source>
      <translation>Det regnes og lagres i dette systemet; til vanlig planens eget, ellers UTM-sonen.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>CRS of sources that give none</source>
      <translation>Koordinatsystem for kilder som ikke oppgir noe</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Used only where a source says nothing itself.</source>
      <translation>Brukes bare der en kilde ikke sier noe selv.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Accept transformations of unknown accuracy</source>
      <translation>Godta omregning med ukjent nøyaktighet</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Otherwise such a transformation between systems is an error.</source>
      <translation>Ellers er en slik omregning mellom koordinatsystemer en feil.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Areas and lengths</source>
      <translation>Arealer og lengder</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>True areas can be compared across UTM zones; planar ones agree with QGIS's $area only when the project measures in the plane.</source>
      <translation>Sanne arealer kan sammenlignes på tvers av UTM-soner; plane stemmer med $area i QGIS bare når prosjektet måler i planet.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Field with the id of an object</source>
      <translation>Felt med objektets id</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>For sources whose data model has none; decisions find their conflict by it.</source>
      <translation>For kilder der datamodellen ikke har noen; avgjørelser finner konflikten sin ved den.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Blank counts of people below</source>
      <translation>Blank antall personer under</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>0: nothing is blanked.</source>
      <translation>0: ingenting blankes.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Threads</source>
      <translation>Tråder</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>By default all cores.</source>
      <translation>Til vanlig alle kjerner.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Largest memory (MB)</source>
      <translation>Største minnebruk (MB)</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>The run stops rather than use more; by default no limit.</source>
      <translation>Kjøringen stopper heller enn å bruke mer; til vanlig ingen grense.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Stop at the first object that cannot be used</source>
      <translation>Stopp ved det første objektet som ikke kan brukes</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Otherwise it is left out and told of in the table merknad.</source>
      <translation>Ellers utelates det, med en rad i tabellen merknad.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Only check; write nothing</source>
      <translation>Bare kontroller, skriv ingenting</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Opens everything and shows in the log what would be read and the whole recipe.</source>
      <translation>Åpner alt og viser i loggen hva som ville blitt lest, og hele oppskriften.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Folder with rules of your own</source>
      <translation>Mappe med egne regler</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Files in it replace the built-in ones of the same name (hensyn schema rules --export shows those).</source>
      <translation>Filer i den erstatter de innebygde med samme navn (hensyn schema rules --export viser dem).</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Boundary</source>
      <translation>Grense</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Plan areas are clipped to it, origins selected by it. Considerations keep their whole area.</source>
      <translation>Planområder klippes til den, opphav velges med den. Hensyn beholder hele arealet sitt.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Municipality number</source>
      <translation>Kommunenummer</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Four digits: only plan objects of it count, and indicators carry it.</source>
      <translation>Fire siffer: bare planobjekter i kommunen teller, og indikatorene merkes med det.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Name of the municipality or area</source>
      <translation>Navn på kommunen eller området</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>For titles.</source>
      <translation>Til titler.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Field with the land-use purpose</source>
      <translation>Felt med arealformål</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>For a plan that no data model knows.</source>
      <translation>For en plan som ingen datamodell kjenner.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Field with the land-use status</source>
      <translation>Felt med arealbruksstatus</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>1 existing, 2 future, 3 further development; for such a plan.</source>
      <translation>1 nåværende, 2 framtidig, 3 videreutvikling; for en slik plan.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Plan layers</source>
      <translation>Planlag</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Land-use areas (arealformål) of one plan or several, and their outlines. Unsaved edits, filters and memory layers are respected.</source>
      <translation>Arealformål i én eller flere planer, og planenes omriss. Endringer som ikke er lagret, filtre og minnelag teller med.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Plan files</source>
      <translation>Planfiler</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Files that hensyn reads itself: SOSI, GML, FileGDB and others. The layers that a plan model knows are taken.</source>
      <translation>Filer som hensyn leser selv: SOSI, GML, FileGDB og andre. Lagene som en planmodell kjenner, tas med.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Layers with considerations of this theme.</source>
      <translation>Lag med hensyn av dette temaet.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Further considerations: theme=source</source>
      <translation>Flere hensyn: tema=kilde</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>One on each line, as friluftsliv=/data/friluft.sos; for files that QGIS cannot read and for themes of your own rules. A source may end in |layername=NAME and |subset=SQL.</source>
      <translation>Én på hver linje, som friluftsliv=/data/friluft.sos; for filer som QGIS ikke kan lese, og for temaer i egne regler. En kilde kan slutte med |layername=NAVN og |subset=SQL.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Nearness that counts: theme=metres</source>
      <translation>Nærhet som teller: tema=meter</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>One theme on each line, as kulturarv=50.</source>
      <translation>Ett tema på hver linje, som kulturarv=50.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Field with the value: theme=field</source>
      <translation>Felt med verdien: tema=felt</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>One theme on each line, as annet=verdi; for data that the theme does not know.</source>
      <translation>Ett tema på hver linje, som annet=verdi; for data som temaet ikke kjenner.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Field with the name: theme=field</source>
      <translation>Felt med navnet: tema=felt</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>One theme on each line, as annet=navn.</source>
      <translation>Ett tema på hver linje, som annet=navn.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Where a theme has been mapped: theme=source</source>
      <translation>Hvor et tema er kartlagt: tema=kilde</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>One on each line; the source is a layer of the project or a path. Outside it “no hit” becomes “not mapped”.</source>
      <translation>Én på hver linje; kilden er et lag i prosjektet eller en sti. Utenfor den blir «ingen treff» til «ikke kartlagt».</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Plan statuses that count</source>
      <translation>Planstatus som teller</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Numbers with commas, where the field exists. 3 adopted, 6 older and still in force.</source>
      <translation>Tall med komma, der feltet finnes. 3 vedtatt, 6 eldre og fortsatt gjeldende.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Where plans overlap</source>
      <translation>Der planer overlapper</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Which plan stands on one level (vertikalnivå); what the other loses is told of.</source>
      <translation>Hvilken plan som gjelder på samme vertikalnivå; det den andre mister, får en merknad.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Purposes that count as development</source>
      <translation>Formål som regnes som utbygging</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Codes with commas, or all; by default the table utbygging.csv.</source>
      <translation>Koder med komma, eller all; til vanlig tabellen utbygging.csv.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Also write overlaps without consequence</source>
      <translation>Skriv også overlapp uten konsekvens</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Pairs of consequence 0, as with existing built land.</source>
      <translation>Par med konsekvens 0, som med areal som alt er utbygd.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Also write where considerations meet</source>
      <translation>Skriv også hvor hensyn møtes</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>The layer samlet_hensyn divides development by the themes that meet there.</source>
      <translation>Laget samlet_hensyn deler utbyggingen etter hvilke temaer som møtes der.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Slivers (m)</source>
      <translation>Fliser (m)</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Thinner overlaps are counted in sliver_m2 and not written.</source>
      <translation>Tynnere overlapp telles i sliver_m2 og skrives ikke.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Thin pairs (m)</source>
      <translation>Smale par (m)</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Thinner pairs are written with status smal and set no consequence.</source>
      <translation>Tynnere par skrives med status smal og gir ingen konsekvens.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Map picture</source>
      <translation>Kartbilde</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Also draws the map of the result as a PNG file.</source>
      <translation>Tegner også kartet over resultatet som en PNG-fil.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Network</source>
      <translation>Nettverk</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Roads and paths as lines; several layers make one network.</source>
      <translation>Veger og stier som linjer; flere lag blir ett nettverk.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Network files</source>
      <translation>Nettverksfiler</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Files that hensyn reads itself, as GML of Elveg.</source>
      <translation>Filer som hensyn leser selv, som GML fra Elveg.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Origins</source>
      <translation>Opphav</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Points that people start from, as addresses.</source>
      <translation>Punkter folk går fra, som adresser.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Areas that are walked to; lines and points are taken too.</source>
      <translation>Områder det gås til; linjer og punkter tas også.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Files with recreation areas</source>
      <translation>Filer med rekreasjonsområder</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Files that hensyn reads itself.</source>
      <translation>Filer som hensyn leser selv.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Field with the number of people</source>
      <translation>Felt med antall personer</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Without it every origin counts as one.</source>
      <translation>Uten det teller hvert opphav som én.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Fields with groups of people</source>
      <translation>Felt med befolkningsgrupper</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>As children or elderly; each is a part of the number of people.</source>
      <translation>Som barn eller eldre; hver er en del av antall personer.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Mode of travel</source>
      <translation>Reisemåte</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Decides which links may be used, and the speed.</source>
      <translation>Avgjør hvilke lenker som kan brukes, og farten.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Shortest by</source>
      <translation>Kortest etter</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>By default length, by car time.</source>
      <translation>Til vanlig lengde, med bil tid.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Set of distance classes</source>
      <translation>Sett av avstandsklasser</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>ssb when nothing else is given.</source>
      <translation>ssb når ikke annet er gitt.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Distance classes of your own</source>
      <translation>Egne avstandsklasser</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>One on each line: NAME:LEAST_AREA_M2:LIMIT_M, as naerturterreng:200000:500.</source>
      <translation>Én på hver linje: NAVN:MINSTE_AREAL_M2:GRENSE_M, som naerturterreng:200000:500.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Districts</source>
      <translation>Delområder</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Indicators are given for each of them too.</source>
      <translation>Indikatorer gis også for hvert av dem.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Points where the areas are entered; otherwise where the network meets them.</source>
      <translation>Punkter der områdene har inngang; ellers der nettet møter dem.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Inferred entrances within (m)</source>
      <translation>Antatte innganger innen (m)</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>For areas that no link meets: the nearest point of each link within this distance.</source>
      <translation>For områder som ingen lenke møter: det nærmeste punktet på hver lenke innen denne avstanden.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>From origin to network, at most (m)</source>
      <translation>Fra opphav til nett, høyst (m)</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Origins farther off are not tied to the network.</source>
      <translation>Opphav lenger unna knyttes ikke til nettet.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Ends of links are one within (m)</source>
      <translation>Lenkeender er én innen (m)</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>0: only equal positions.</source>
      <translation>0: bare like posisjoner.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Links that cross are joined</source>
      <translation>Lenker som krysser, knyttes sammen</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>For networks drawn without nodes; bridges and tunnels are kept apart.</source>
      <translation>For nett tegnet uten noder; bruer og tunneler holdes fra hverandre.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Links that count (SQL)</source>
      <translation>Lenker som teller (SQL)</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>A condition on the fields of the network.</source>
      <translation>Et vilkår på feltene i nettet.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Field with the cost of a link</source>
      <translation>Felt med kostnaden for en lenke</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>In place of length or time.</source>
      <translation>I stedet for lengde eller tid.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Field with the direction of a link</source>
      <translation>Felt med retningen for en lenke</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>FT along the line, TF against it, B both.</source>
      <translation>FT med linjen, TF mot den, B begge.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Only safe links</source>
      <translation>Bare trygge lenker</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>By speed limit and traffic; see the next two.</source>
      <translation>Etter fartsgrense og trafikk; se de to neste.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Safe up to (km/h)</source>
      <translation>Trygt opp til (km/t)</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Highest speed limit of a safe link.</source>
      <translation>Høyeste fartsgrense for en trygg lenke.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Safe up to (vehicles a day)</source>
      <translation>Trygt opp til (kjøretøy i døgnet)</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Highest traffic (ÅDT) of a safe link.</source>
      <translation>Høyeste trafikk (ÅDT) for en trygg lenke.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Search no farther than (m)</source>
      <translation>Søk ikke lenger enn (m)</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>By default the whole network.</source>
      <translation>Til vanlig hele nettet.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Terrain model</source>
      <translation>Terrengmodell</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Raster with heights; slopes then count in the travel time.</source>
      <translation>Raster med høyder; da teller stigning i reisetiden.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Area per resident, weighted by distance</source>
      <translation>Areal per bosatt, vektet etter avstand</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Floating catchment: how much recreation area each resident has within reach, when all who reach it share it.</source>
      <translation>Flytende opptaksområde: hvor mye rekreasjonsareal hver bosatt har innen rekkevidde, når alle som når det, deler det.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Also write the routes</source>
      <translation>Skriv også rutene</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>One line for each origin and class.</source>
      <translation>Én linje for hvert opphav og hver klasse.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Also write the reached links</source>
      <translation>Skriv også lenkene som nås</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>The part of the network within the limit of each class.</source>
      <translation>Delen av nettet innenfor grensen til hver klasse.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Recipe</source>
      <translation>Oppskrift</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>YAML or JSON file that says what to read and compute.</source>
      <translation>YAML- eller JSON-fil som sier hva som skal leses og beregnes.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Layers</source>
      <translation>Lag</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Layers of the project, or files that QGIS can read.</source>
      <translation>Lag i prosjektet, eller filer som QGIS kan lese.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Files</source>
      <translation>Filer</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Files and data sources that hensyn reads itself.</source>
      <translation>Filer og datakilder som hensyn leser selv.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>SpatiaLite or GeoPackage file that hensyn wrote.</source>
      <translation>SpatiaLite- eller GeoPackage-fil som hensyn har skrevet.</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>Result in PostGIS</source>
      <translation>Resultat i PostGIS</translation>
    </message>
    <message>
      <location filename="../options.py" />
      <source>PG:dbname=... schema=NAME in place of a file.</source>
      <translation>PG:dbname=... schema=NAVN i stedet for en fil.</translation>
    </message>
    <message>
      <location filename="../panel.py" />
      <source>Review conflicts (hensyn)</source>
      <translation>Gjennomgang av konflikter (hensyn)</translation>
    </message>
    <message>
      <location filename="../panel.py" />
      <source>Choose a result file</source>
      <translation>Velg en resultatfil</translation>
    </message>
    <message>
      <location filename="../panel.py" />
      <source>All themes</source>
      <translation>Alle temaer</translation>
    </message>
    <message>
      <location filename="../panel.py" />
      <source>No conflict is chosen.</source>
      <translation>Ingen konflikt er valgt.</translation>
    </message>
    <message>
      <location filename="../panel.py" />
      <source>Choose a result of hensyn above.</source>
      <translation>Velg et resultat fra hensyn ovenfor.</translation>
    </message>
    <message>
      <location filename="../panel.py" />
      <source>Source of the plan area</source>
      <translation>Kilde til planområdet</translation>
    </message>
    <message>
      <location filename="../panel.py" />
      <source>Source of the consideration</source>
      <translation>Kilde til hensynet</translation>
    </message>
    <message>
      <location filename="../panel.py" />
      <source>{} of {}</source>
      <translation>{} av {}</translation>
    </message>
    <message>
      <location filename="../panel.py" />
      <source>Not saved: {}</source>
      <translation>Ikke lagret: {}</translation>
    </message>
    <message>
      <location filename="../panel.py" />
      <source>The map sheet is written to {}; it stays in the project as the layout “{}”.</source>
      <translation>Kartarket er skrevet til {}; det blir i prosjektet som utskriften «{}».</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>Result file, or PG:dbname=... schema=...</source>
      <translation>Resultatfil, eller PG:dbname=... schema=...</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>Result</source>
      <translation>Resultat</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>Read the result again</source>
      <translation>Les resultatet på nytt</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>Show layers</source>
      <translation>Vis lag</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>Consequence</source>
      <translation>Konsekvens</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>1 and worse</source>
      <translation>1 og verre</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>All consequences</source>
      <translation>Alle konsekvenser</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>2 and worse</source>
      <translation>2 og verre</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>3 and worse</source>
      <translation>3 og verre</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>4 only</source>
      <translation>Bare 4</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>Conflicts</source>
      <translation>Konflikter</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>Fact sheet</source>
      <translation>Faktaark</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>◀ Previous</source>
      <translation>◀ Forrige</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>Next ▶</source>
      <translation>Neste ▶</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>Map sheet (PDF)…</source>
      <translation>Kartark (PDF)…</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>Save</source>
      <translation>Lagre</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>Decision</source>
      <translation>Avgjørelse</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>Comment</source>
      <translation>Kommentar</translation>
    </message>
    <message>
      <location filename="../panel_form.py" />
      <source>By</source>
      <translation>Av</translation>
    </message>
    <message>
      <location filename="../panel_model.py" />
      <source>Cons.</source>
      <translation>Kons.</translation>
    </message>
    <message>
      <location filename="../panel_model.py" />
      <source>Extent</source>
      <translation>Omfang</translation>
    </message>
    <message>
      <location filename="../panel_model.py" />
      <source>point</source>
      <translation>punkt</translation>
    </message>
    <message>
      <location filename="../program.py" />
      <source>The program hensyn, which does the computing, was not found. Install it:
  {}
or say where it is: Settings → Options → Processing → Providers → hensyn → The program hensyn (file or folder).</source>
      <translation>Fant ikke programmet hensyn, som gjør beregningene. Installer det:
  {}
eller oppgi hvor det ligger: Innstillinger → Alternativer → Prosessering → Tilbydere → hensyn → Programmet hensyn (fil eller mappe).</translation>
    </message>
    <message>
      <location filename="../program.py" />
      <source>The program hensyn {} ({}) is newer than this plugin knows. Update the plugin.</source>
      <translation>Programmet hensyn {} ({}) er nyere enn dette programtillegget kjenner. Oppdater tillegget.</translation>
    </message>
    <message>
      <location filename="../program.py" />
      <source>The program hensyn {} ({}) is too old for this plugin, which needs {} or later. Install it again:
  {}</source>
      <translation>Programmet hensyn {} ({}) er for gammelt for dette programtillegget, som trenger {} eller nyere. Installer det på nytt:
  {}</translation>
    </message>
    <message>
      <location filename="../program.py" />
      <source>{} ({}) is not the program hensyn, or cannot be run</source>
      <translation>{} ({}) er ikke programmet hensyn, eller kan ikke kjøres</translation>
    </message>
    <message>
      <location filename="../program.py" />
      <source>{} ({}) is version {}</source>
      <translation>{} ({}) er versjon {}</translation>
    </message>
    <message>
      <location filename="../provider.py" />
      <source>hensyn: plans and considerations</source>
      <translation>hensyn: arealplaner og hensyn</translation>
    </message>
    <message>
      <location filename="../provider.py" />
      <source>The program hensyn (file or folder; empty: it is searched for)</source>
      <translation>Programmet hensyn (fil eller mappe; tomt: det letes etter)</translation>
    </message>
    <message>
      <location filename="../recipe.py" />
      <source>Run a recipe</source>
      <translation>Kjør en oppskrift</translation>
    </message>
    <message>
      <location filename="../recipe.py" />
      <source>Does everything that a recipe (YAML or JSON) asks for, into one result. Paths in it are relative to the recipe, so that a municipality's whole set-up can be kept, shared and run again. What is set here goes before the recipe.</source>
      <translation>Gjør alt en oppskrift (YAML eller JSON) ber om, til ett resultat. Stier i den er relative til oppskriften, så hele oppsettet for en kommune kan tas vare på, deles og kjøres igjen. Det som settes her, går foran oppskriften.</translation>
    </message>
    <message>
      <location filename="../recipe.py" />
      <source>recipe,yaml,batch,plan,conflict,access,hensyn</source>
      <translation>oppskrift,yaml,plan,konflikt,avstand,hensyn</translation>
    </message>
    <message>
      <location filename="../reports.py" />
      <source>Report</source>
      <translation>Rapport</translation>
    </message>
    <message>
      <location filename="../reports.py" />
      <source>The program gave an answer that the plugin does not understand.</source>
      <translation>Programmet ga et svar som programtillegget ikke forstår.</translation>
    </message>
    <message>
      <location filename="../runner.py" />
      <source>… and {} more messages {}; all stand in the table merknad</source>
      <translation>… og {} meldinger til med {}; alle står i tabellen merknad</translation>
    </message>
    <message>
      <location filename="../runs.py" />
      <source>Number of land-use areas</source>
      <translation>Antall arealformål</translation>
    </message>
    <message>
      <location filename="../runs.py" />
      <source>Number of development areas</source>
      <translation>Antall utbyggingsområder</translation>
    </message>
    <message>
      <location filename="../runs.py" />
      <source>Number of considerations</source>
      <translation>Antall hensyn</translation>
    </message>
    <message>
      <location filename="../runs.py" />
      <source>Number of conflicts</source>
      <translation>Antall konflikter</translation>
    </message>
    <message>
      <location filename="../runs.py" />
      <source>Development (m²)</source>
      <translation>Utbygging (m²)</translation>
    </message>
    <message>
      <location filename="../runs.py" />
      <source>In conflict (m²), nothing counted twice</source>
      <translation>I konflikt (m²), ingenting talt to ganger</translation>
    </message>
    <message>
      <location filename="../runs.py" />
      <source>The result as it was written</source>
      <translation>Resultatet slik det ble skrevet</translation>
    </message>
    <message>
      <location filename="../runs.py" />
      <source>The program is done, but its result cannot be read: {}</source>
      <translation>Programmet er ferdig, men resultatet kan ikke leses: {}</translation>
    </message>
    <message>
      <location filename="../sheet.py" />
      <source>{} is not a layout template.</source>
      <translation>{} er ikke en utskriftsmal.</translation>
    </message>
    <message>
      <location filename="../sheet.py" />
      <source>The result has nothing about {} to show.</source>
      <translation>Resultatet har ingenting om {} å vise.</translation>
    </message>
    <message>
      <location filename="../sheet.py" />
      <source>{} has no layers to show.</source>
      <translation>{} har ingen lag å vise.</translation>
    </message>
    <message>
      <location filename="../sheet.py" />
      <source>The template has no map (an item with the id kart).</source>
      <translation>Malen har ikke noe kart (et element med id kart).</translation>
    </message>
    <message>
      <location filename="../sheet.py" />
      <source>The PDF could not be written to {}.</source>
      <translation>PDF-filen kunne ikke skrives til {}.</translation>
    </message>
    <message>
      <location filename="../sources.py" />
      <source>The layer “{}” could not be written out for hensyn: {}</source>
      <translation>Laget «{}» kunne ikke skrives ut for hensyn: {}</translation>
    </message>
    <message>
      <location filename="../sources.py" />
      <source>The layer “{}” cannot be read.</source>
      <translation>Laget «{}» kan ikke leses.</translation>
    </message>
    <message>
      <location filename="../sources.py" />
      <source>There is no layer or file “{}”.</source>
      <translation>Det finnes ikke noe lag eller noen fil «{}».</translation>
    </message>
    <message>
      <location filename="../sources.py" />
      <source>Writing out the layer “{}” as it is shown</source>
      <translation>Skriver ut laget «{}» slik det vises</translation>
    </message>
    <message>
      <location filename="../store.py" />
      <source>There is no file {}.</source>
      <translation>Filen {} finnes ikke.</translation>
    </message>
    <message>
      <location filename="../store.py" />
      <source>{} cannot be written now: somebody else is writing to it, or it may not be changed ({}).</source>
      <translation>{} kan ikke skrives nå: noen andre skriver til den, eller den kan ikke endres ({}).</translation>
    </message>
    <message>
      <location filename="../store.py" />
      <source>{} cannot be read as a result of hensyn ({}).</source>
      <translation>{} kan ikke leses som et resultat fra hensyn ({}).</translation>
    </message>
    <message>
      <location filename="../store.py" />
      <source>Results in PostGIS need the Python module psycopg2.</source>
      <translation>Resultater i PostGIS trenger Python-modulen psycopg2.</translation>
    </message>
    <message>
      <location filename="../store.py" />
      <source>{} is not a result of hensyn.</source>
      <translation>{} er ikke et resultat fra hensyn.</translation>
    </message>
    <message>
      <location filename="../theme_dialog.py" />
      <source>Mapped area</source>
      <translation>Kartlagt område</translation>
    </message>
    <message>
      <location filename="../theme_dialog.py" />
      <source>Name field</source>
      <translation>Navnefelt</translation>
    </message>
    <message>
      <location filename="../theme_dialog.py" />
      <source>Near (m)</source>
      <translation>Nærhet (m)</translation>
    </message>
    <message>
      <location filename="../theme_dialog.py" />
      <source>Value field</source>
      <translation>Verdifelt</translation>
    </message>
    <message>
      <location filename="../theme_dialog.py" />
      <source>Considerations by theme</source>
      <translation>Hensyn etter tema</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Outdoor recreation</source>
      <translation>Friluftsliv</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Green structure</source>
      <translation>Grønnstruktur</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Shore zone</source>
      <translation>Strandsone</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Biodiversity</source>
      <translation>Naturmangfold</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Protected areas</source>
      <translation>Verneområder</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Peatland</source>
      <translation>Myr</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Rivers and lakes</source>
      <translation>Vassdrag</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Wild reindeer</source>
      <translation>Villrein</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Cultural heritage</source>
      <translation>Kulturarv</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Landscape</source>
      <translation>Landskap</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Agriculture</source>
      <translation>Landbruk</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Reindeer husbandry</source>
      <translation>Reindrift</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Fisheries and aquaculture</source>
      <translation>Fiskeri og havbruk</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Mineral resources</source>
      <translation>Mineralressurser</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Flood and storm surge</source>
      <translation>Flom og stormflo</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Landslides and avalanches</source>
      <translation>Skred</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Noise</source>
      <translation>Støy</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Drinking water</source>
      <translation>Drikkevann</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>Other consideration</source>
      <translation>Annet hensyn</translation>
    </message>
    <message>
      <location filename="../themes.py" />
      <source>The plan's own zones (hensynssoner)</source>
      <translation>Planens egne hensynssoner</translation>
    </message>
    <message>
      <location filename="../verify.py" />
      <source>Check a result</source>
      <translation>Kontroller et resultat</translation>
    </message>
    <message>
      <location filename="../verify.py" />
      <source>Checks every rule that a result must keep: areas add up, every key leads somewhere, geometries are valid, nothing was lost without a remark. Changes nothing.</source>
      <translation>Kontrollerer hver regel et resultat skal holde: arealene går opp, hver nøkkel fører til noe, geometriene er gyldige, ingenting er borte uten merknad. Endrer ingenting.</translation>
    </message>
    <message>
      <location filename="../verify.py" />
      <source>verify,check,validate,quality,hensyn</source>
      <translation>verify,kontroller,sjekk,kvalitet,hensyn</translation>
    </message>
    <message>
      <location filename="../verify.py" />
      <source>Every rule holds</source>
      <translation>Alle regler holder</translation>
    </message>
    <message>
      <location filename="../verify.py" />
      <source>Number of rules that do not hold</source>
      <translation>Antall regler som ikke holder</translation>
    </message>
    <message>
      <location filename="../verify.py" />
      <source>Every rule holds ({} checked).</source>
      <translation>Alle regler holder ({} kontrollert).</translation>
    </message>
  </context>
</TS>
