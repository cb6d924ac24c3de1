# Packs FOLDER and TRANSLATION into ZIP: one top folder, what the plugin needs and nothing else.
# HOMEPAGE, when given, takes the place of the address that stands for it in the metadata.
file(REMOVE_RECURSE ${STAGE})
file(REMOVE ${ZIP})
file(COPY ${FOLDER} DESTINATION ${STAGE}
  PATTERN "__pycache__" EXCLUDE PATTERN "*.pyc" EXCLUDE PATTERN "*.ts" EXCLUDE
  PATTERN "*.qm" EXCLUDE PATTERN ".*" EXCLUDE)
get_filename_component(name ${FOLDER} NAME)
file(COPY ${TRANSLATION} DESTINATION ${STAGE}/${name}/i18n)
if(HOMEPAGE)
  file(READ ${STAGE}/${name}/metadata.txt metadata)
  string(REPLACE "https://hensyn.example" "${HOMEPAGE}" metadata "${metadata}")
  file(WRITE ${STAGE}/${name}/metadata.txt "${metadata}")
endif()
execute_process(COMMAND ${CMAKE_COMMAND} -E tar cf ${ZIP} --format=zip ${name}
  WORKING_DIRECTORY ${STAGE} COMMAND_ERROR_IS_FATAL ANY)
