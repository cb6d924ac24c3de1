# cpack in the build folder makes hensyn_VERSION_ARCH.deb. Dependencies on libraries are found by
# dpkg-shlibdeps; it asks for too old a GDAL, so the version that hensyn needs is added.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME hensyn)
set(CPACK_PACKAGE_VENDOR "The hensyn authors")
set(CPACK_PACKAGE_CONTACT "The hensyn authors <hensyn@hensyn.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "land-use plans and considerations: conflicts and distances")
set(CPACK_PACKAGE_DESCRIPTION
"Computes where future development in Norwegian land-use plans meets
considerations (hensyn) such as outdoor recreation, nature, farmland, cultural
heritage and hazards, grades each conflict, and writes one styled SpatiaLite,
GeoPackage or PostGIS result that opens in QGIS.
.
Holds the program, the library with its header, and the QGIS plugin.")
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_DEBIAN_PACKAGE_DEPENDS "fonts-dejavu-core")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "qgis (>= 3.22), python3-qgis (>= 3.22)")
get_target_property(configurations GDAL::GDAL IMPORTED_CONFIGURATIONS)
foreach(configuration IN LISTS configurations)
  get_target_property(soname GDAL::GDAL IMPORTED_SONAME_${configuration})
  if(soname MATCHES "libgdal[.]so[.]([0-9]+)")
    string(APPEND CPACK_DEBIAN_PACKAGE_DEPENDS ", libgdal${CMAKE_MATCH_1} (>= 3.6)")
    break()
  endif()
endforeach()
include(CPack)
