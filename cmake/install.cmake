# What goes where: program, library, header, pkg-config file, manual pages, bash completion, themes,
# profiles, styles, the sample municipality, and the plugin where Debian's QGIS looks for plugins.
install(TARGETS hensyn libhensyn
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  PUBLIC_HEADER DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

configure_file(${PROJECT_SOURCE_DIR}/cmake/hensyn.pc.in ${PROJECT_BINARY_DIR}/hensyn.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/hensyn.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# The program writes its own manual, so that it must run here; a sanitizer build is not for users.
if(NOT CMAKE_CROSSCOMPILING AND NOT HENSYN_SANITIZE)
  set(manual ${PROJECT_BINARY_DIR}/manual)
  add_custom_command(OUTPUT ${manual}/done
    COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:hensyn> -DOUT=${manual}
      -P ${PROJECT_SOURCE_DIR}/cmake/manual.cmake
    DEPENDS hensyn ${PROJECT_SOURCE_DIR}/cmake/manual.cmake VERBATIM)
  add_custom_target(manual ALL DEPENDS ${manual}/done)
  install(DIRECTORY ${manual}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR})
  install(FILES ${manual}/completions/hensyn
    DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
endif()

set(HENSYN_SHARE ${CMAKE_INSTALL_DATADIR}/hensyn)
install(DIRECTORY analysis/themes analysis/profiles styles DESTINATION ${HENSYN_SHARE}
  FILES_MATCHING PATTERN "*.yaml" PATTERN "*.csv" PATTERN "README.md")
install(DIRECTORY sample-data DESTINATION ${HENSYN_SHARE}
  FILES_MATCHING PATTERN "*.gpkg" PATTERN "*.gml" PATTERN "*.sos" PATTERN "demo.yaml" PATTERN "README.md")
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
find_program(GZIP gzip)
if(GZIP)
  add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/CHANGELOG.md.gz
    COMMAND ${GZIP} -9nc ${PROJECT_SOURCE_DIR}/CHANGELOG.md > ${PROJECT_BINARY_DIR}/CHANGELOG.md.gz
    DEPENDS ${PROJECT_SOURCE_DIR}/CHANGELOG.md VERBATIM)
  add_custom_target(changelog ALL DEPENDS ${PROJECT_BINARY_DIR}/CHANGELOG.md.gz)
  install(FILES ${PROJECT_BINARY_DIR}/CHANGELOG.md.gz DESTINATION ${CMAKE_INSTALL_DOCDIR})
endif()
